import { stateHandler } from "../../src/lambda/state-handler.ts";
import { validateGreenState } from "../../src/rollout/states/validate-green.ts";

export const handler = stateHandler(validateGreenState, {});
