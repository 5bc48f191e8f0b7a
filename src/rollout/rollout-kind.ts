import { phases, type RolloutRecord } from "../domain/run/rollout.ts";
import { isQuarantined } from "../ledger/image-verdicts.ts";
import { rollouts } from "../ledger/runs/rollouts.ts";
import type { RunKind } from "../step/run-kind.ts";

/** Whether blue has begun to go: from then on the only way is forward. */
export const isReleased = ({ milestones }: Pick<RolloutRecord, "milestones">): boolean =>
  milestones["blue-released"] !== undefined;

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
  stopReason: async ({ imageTo }, ledger) =>
    (await isQuarantined(ledger, imageTo))
      ? `${imageTo} was put in quarantine since the rollout was admitted`
      : null,
};
