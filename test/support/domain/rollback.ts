import type { Rollback } from "../../../src/domain/rollout-decisions/rollback-table.ts";

/** Ten servers with a floor of ten, half of the traffic on a green that is eligible; all of both sides answer. */
export const rollbackAt = (change: Partial<Rollback> = {}): Rollback => ({
  source: "actions",
  percent: 50,
  next: 0,
  isEligible: true,
  size: 10,
  floor: 10,
  blueExists: true,
  blue: { healthy: 10, unchecked: false },
  green: { healthy: 10, unchecked: false },
  silentMs: { blue: 0, green: 0 },
  reversals: 0,
  sinceReversalMs: Number.POSITIVE_INFINITY,
  detectionMs: 0,
  ...change,
});
export const servers = (healthy: number, unchecked = false) => ({ healthy, unchecked });
