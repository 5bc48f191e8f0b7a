import { machineStarter } from "../../src/lambda/outbound-ports.ts";
import { stateHandler } from "../../src/lambda/state-handler.ts";
import { nextLegState } from "../../src/rollout/states/next-leg.ts";

export const handler = stateHandler(nextLegState, { starter: machineStarter });
