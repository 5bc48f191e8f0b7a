import { stateHandler } from "../../src/lambda/state-handler.ts";
import { restoreServersState } from "../../src/recycle/states/restore-servers.ts";

export const handler = stateHandler(restoreServersState, {});
