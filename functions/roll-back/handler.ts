import { stateHandler } from "../../src/lambda/state-handler.ts";
import { rollBackState } from "../../src/rollout/states/roll-back.ts";

export const handler = stateHandler(rollBackState, {});
