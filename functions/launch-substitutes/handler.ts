import { stateHandler } from "../../src/lambda/state-handler.ts";
import { launchSubstitutesState } from "../../src/recycle/states/launch-substitutes.ts";

export const handler = stateHandler(launchSubstitutesState, {});
