import { runEnd } from "../domain/decide/end-run.ts";
import { fleetOf } from "../domain/declaration/fleet-of.ts";
import { afterUnwatched } from "../domain/run/after-unwatched.ts";
import { phases, type RolloutRecord } from "../domain/run/rollout.ts";
import { withTimeCounted } from "../domain/telemetry/count-time.ts";
import { readFleet } from "../ledger/fleets.ts";
import { rollouts } from "../ledger/runs/rollouts.ts";
import type { RunKind } from "../step/run-kind.ts";
import { rolloutSummary } from "./summary/rollout-summary.ts";
import { openRunOf, readStateBeside } from "./convergence/read-state.ts";
import { isReleased } from "./is-released.ts";

/** The rollout: a fleet's next generation takes the place of its last. */
export const rolloutKind: RunKind<RolloutRecord> = {
  machine: "rollout",
  runs: rollouts,
  phases,
  ending: { undo: "RollBack", close: "CloseRollout" },
  pointOfNoReturn: {
    phase: "RetireBlue",
    isPassed: isReleased,
    passedReason: "blue is being retired already",
  },
  summaryOf: rolloutSummary,
  takesUp: ({ settlement, failure }) => settlement?.keep === "green" && failure === null,
  afterUnwatched,
  countTime: withTimeCounted,
  stop: async (run, context) => {
    // Who settles it has said where it goes.
    if (run.settlement !== null) return null;
    const declared = await readFleet(context.ledger, run.fleet);
    // Undeclared meanwhile: what it was admitted with goes on.
    const fleet = declared?.fleet ?? fleetOf(run.declaration);
    const state = await readStateBeside(fleet, run, context);
    return runEnd(state, openRunOf(run), context.clock.now());
  },
};
