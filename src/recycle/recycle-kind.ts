import { decide } from "../domain/decide/decide.ts";
import { fleetOf } from "../domain/declaration/fleet-of.ts";
import { type RecycleRecord, recyclePhases } from "../domain/run/recycle.ts";
import { readFleet } from "../ledger/fleets.ts";
import { verdictFor } from "../ledger/image-verdicts.ts";
import { recycles } from "../ledger/runs/recycles.ts";
import { readStateBeside } from "../rollout/convergence/read-state.ts";
import { recycleSummary } from "../rollout/summary/run-summary.ts";
import type { RunKind, Stop } from "../step/run-kind.ts";

/** It is out of traffic, or about to be. */
const OUT: ReadonlySet<string> = new Set(["leaving", "isolated", "ending"]);

/**
 * The recycle: servers of the live generation are replaced in place, a batch at a time. It has the fleet's lease, as a rollout has. One
 * whose execution died is undone, which keeps what was replaced before.
 */
export const recycleKind: RunKind<RecycleRecord> = {
  machine: "recycle",
  runs: recycles,
  phases: recyclePhases,
  ending: { undo: "RestoreServers", close: "CloseRecycle" },
  pointOfNoReturn: null,
  summaryOf: recycleSummary,
  stop: async (run, context) => {
    // Its servers are out of traffic: that is carried to its end, and the next batch is not begun.
    if (run.batch?.servers.some(({ state }) => OUT.has(state)) ?? false) return null;
    return nextBatchStop(run, context);
  },
};

type Going = Pick<RecycleRecord, "fleet" | "declaration" | "image">;

/** Why no further servers are replaced: nothing may be launched from the image any more, or a rollout is to begin; null: they are. */
export async function nextBatchStop(
  run: Going,
  context: Parameters<RunKind<RecycleRecord>["stop"]>[1],
): Promise<Stop | null> {
  const { image, fleet } = run;
  const verdict = await verdictFor(context.ledger, image, fleet);
  if (verdict !== undefined)
    return {
      error: "Quarantined",
      reason: `${image} is in quarantine since it was launched: ${verdict.reason}`,
    };
  const reason = await rolloutDue(run, context);
  return reason === null ? null : { error: "Superseded", reason };
}

/** What a rollout would be begun for if nothing ran, in words; null: nothing. */
async function rolloutDue(
  run: Going,
  context: Parameters<RunKind<RecycleRecord>["stop"]>[1],
): Promise<string | null> {
  const declared = await readFleet(context.ledger, run.fleet);
  const fleet = declared?.fleet ?? fleetOf(run.declaration);
  const state = await readStateBeside(fleet, undefined, context);
  const decision = decide(state, context.clock.now());
  if (decision.act !== "start" || decision.servers !== undefined) return null;
  return `a rollout to ${decision.target.image} is to begin: ${decision.due.map(({ what }) => what).join("; ")}`;
}
