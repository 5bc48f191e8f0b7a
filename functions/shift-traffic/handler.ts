import { stateHandler } from "../../src/lambda/state-handler.ts";
import { shiftTrafficState } from "../../src/rollout/states/shift-traffic.ts";

export const handler = stateHandler(shiftTrafficState, {});
