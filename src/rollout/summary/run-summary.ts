import { explain } from "../../domain/explain/explain.ts";
import { type FleetSummary, summaryOf } from "../../domain/explain/fleet-summary.ts";
import type { RecycleRecord } from "../../domain/run/recycle.ts";
import type { RolloutRecord } from "../../domain/run/rollout.ts";
import { rolloutSummary } from "./rollout-summary.ts";

/** What a list shows of a fleet while servers of it are replaced in place. */
export function recycleSummary(run: RecycleRecord, now: number): FleetSummary {
  const { fleet, id, kind, phase, image, generation } = run;
  return summaryOf(explain(run, now), {
    fleet,
    run: { id, kind, phase, image: null, generation },
    live: { image, generation },
    at: now,
  });
}

/** What a list shows of a fleet while this run of it is open. */
export const runSummary = (run: RolloutRecord | RecycleRecord, now: number): FleetSummary =>
  run.kind === "rollout" ? rolloutSummary(run, now) : recycleSummary(run, now);
