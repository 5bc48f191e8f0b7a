import { stateHandler } from "../../src/lambda/state-handler.ts";
import { handOffState } from "../../src/recycle/states/hand-off.ts";

export const handler = stateHandler(handOffState, {});
