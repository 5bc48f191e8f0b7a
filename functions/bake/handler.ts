import { stateHandler } from "../../src/lambda/state-handler.ts";
import { bakeState } from "../../src/rollout/states/bake.ts";

export const handler = stateHandler(bakeState, {});
