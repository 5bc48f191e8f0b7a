import { stateHandler } from "../../src/lambda/state-handler.ts";
import { takeDownState } from "../../src/retirement/states/take-down.ts";

export const handler = stateHandler(takeDownState, {});
