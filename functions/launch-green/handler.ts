import { stateHandler } from "../../src/lambda/state-handler.ts";
import { launchGreenState } from "../../src/rollout/states/launch-green.ts";

export const handler = stateHandler(launchGreenState, {});
