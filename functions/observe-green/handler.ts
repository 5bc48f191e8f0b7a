import { stateHandler } from "../../src/lambda/state-handler.ts";
import { observeGreenState } from "../../src/rollout/states/observe-green.ts";

export const handler = stateHandler(observeGreenState, {});
