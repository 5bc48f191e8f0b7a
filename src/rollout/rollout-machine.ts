import type { RolloutRecord } from "../domain/run/rollout.ts";
import type { Machine } from "../step/machine.ts";
import { rolloutKind } from "./rollout-kind.ts";
import { admitState } from "./states/admit.ts";
import { awaitApprovalState } from "./states/await-approval.ts";
import { bakeState } from "./states/bake.ts";
import { closeRolloutState } from "./states/close-rollout.ts";
import { launchGreenState } from "./states/launch-green.ts";
import { nextLegState } from "./states/next-leg.ts";
import { observeGreenState } from "./states/observe-green.ts";
import { retireBlueState } from "./states/retire-blue.ts";
import { rollBackState } from "./states/roll-back.ts";
import { shiftTrafficState } from "./states/shift-traffic.ts";
import { validateGreenState } from "./states/validate-green.ts";

/** statemachines/rollout.asl.yml: its Tasks by the name of their function. */
export const rolloutMachine: Machine<RolloutRecord> = {
  name: rolloutKind.machine,
  kind: rolloutKind,
  states: {
    admit: admitState,
    launchGreen: launchGreenState,
    observeGreen: observeGreenState,
    validateGreen: validateGreenState,
    awaitApproval: awaitApprovalState,
    shiftTraffic: shiftTrafficState,
    bake: bakeState,
    retireBlue: retireBlueState,
    rollBack: rollBackState,
    closeRollout: closeRolloutState,
    nextLeg: nextLegState,
  },
};
