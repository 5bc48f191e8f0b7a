import { stateHandler } from "../../src/lambda/state-handler.ts";
import { retireBlueState } from "../../src/rollout/states/retire-blue.ts";

export const handler = stateHandler(retireBlueState, {});
