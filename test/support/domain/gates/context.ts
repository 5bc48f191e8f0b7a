import type { GateContext } from "../../../../src/domain/gate.ts";

/** Noon of a day in 2026, milliseconds since 1970. */
export const NOON = Date.UTC(2026, 10, 2, 12);

/** A look at two servers at noon, at a gate that did not hold before. */
export const context = (change: Partial<GateContext> = {}): GateContext => ({
  gate: "it",
  servers: 2,
  now: NOON,
  observedFrom: NOON,
  since: null,
  traffic: { firstAt: null, allAt: null, targetGroups: [] },
  ...change,
});
