import { stateHandler } from "../../src/lambda/state-handler.ts";
import { endServersState } from "../../src/recycle/states/end-servers.ts";

export const handler = stateHandler(endServersState, {});
