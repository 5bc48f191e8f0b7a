import { busPublisher, machineStarter } from "../../src/lambda/outbound-ports.ts";
import { stateHandler } from "../../src/lambda/state-handler.ts";
import { closeRolloutState } from "../../src/rollout/states/close-rollout.ts";

export const handler = stateHandler(closeRolloutState, { starter: machineStarter, publish: busPublisher });
