import { machineExecutions } from "../../src/lambda/outbound-ports.ts";
import { stateHandler } from "../../src/lambda/state-handler.ts";
import { admitRetirementState } from "../../src/retirement/states/admit-retirement.ts";

export const handler = stateHandler(admitRetirementState, { executions: machineExecutions });
