import { busPublisher } from "../../src/lambda/outbound-ports.ts";
import { stateHandler } from "../../src/lambda/state-handler.ts";
import { closeRetirementState } from "../../src/retirement/states/close-retirement.ts";

export const handler = stateHandler(closeRetirementState, { publish: busPublisher });
