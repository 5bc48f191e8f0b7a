import { explain } from "../../domain/explain/explain.ts";
import { type FleetSummary, summaryOf } from "../../domain/explain/fleet-summary.ts";
import type { RolloutRecord } from "../../domain/run/rollout.ts";

/** What a list shows of a fleet while this rollout is open. */
export function rolloutSummary(run: RolloutRecord, now: number): FleetSummary {
  const { fleet, id, kind, phase, imageFrom, imageTo, blue, green } = run;
  return summaryOf(explain(run, now), {
    fleet,
    run: { id, kind, phase, image: imageTo, generation: green },
    live: blue === null || imageFrom === null ? null : { image: imageFrom, generation: blue },
    at: now,
  });
}
