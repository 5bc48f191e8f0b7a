import { stateHandler } from "../../src/lambda/state-handler.ts";
import { validateSubstitutesState } from "../../src/recycle/states/validate-substitutes.ts";

export const handler = stateHandler(validateSubstitutesState, {});
