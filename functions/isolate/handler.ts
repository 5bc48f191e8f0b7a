import { stateHandler } from "../../src/lambda/state-handler.ts";
import { isolateState } from "../../src/recycle/states/isolate.ts";

export const handler = stateHandler(isolateState, {});
