import type { RecycleRecord } from "../run/recycle.ts";
import { type End, ends, type Measurement } from "./metric-catalogue.ts";

/** That an execution which was to replace servers in place has ended. */
export const recycleMeasurement = (
  outcome: End,
  { fleet, id }: Pick<RecycleRecord, "fleet" | "id">,
): Measurement => ({
  metric: "Recycles",
  value: 1,
  by: { outcome },
  about: { fleet, rollout: id },
});

/** What a recycle that has ended leaves to be measured: how, and what it replaced, by why it was begun. */
export function recycleMeasurements(run: RecycleRecord): readonly Measurement[] {
  const { fleet, id, replaced, cause } = run;
  const outcome = ends.find((each) => each === run.outcome);
  if (outcome === undefined) return [];
  const about = { fleet, rollout: id };
  const gone = { metric: "Replaced", value: replaced.length, by: { reason: cause.reason }, about } as const;
  return [recycleMeasurement(outcome, run), ...(replaced.length > 0 ? [gone] : [])];
}
