import type { FleetSummary } from "../../../../src/domain/explain/fleet-summary.ts";

/** What a list shows of a fleet that is as it is declared. */
export const summary = (special: Partial<FleetSummary>): FleetSummary => ({
  fleet: "web",
  state: "steady",
  waitsFor: null,
  sentence: "runs ami-0aaa on generation 6; nothing is due until something changes",
  gist: "runs ami-0aaa on generation 6; nothing is due until something changes",
  since: null,
  endsAt: null,
  otherwise: null,
  next: null,
  run: null,
  live: { image: "ami-0aaa", generation: 6 },
  at: 1,
  ...special,
});
