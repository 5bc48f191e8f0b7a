import { busPublisher, machineBells } from "../../src/lambda/outbound-ports.ts";
import { stateHandler } from "../../src/lambda/state-handler.ts";
import { awaitApprovalState } from "../../src/rollout/states/await-approval.ts";

export const handler = stateHandler(awaitApprovalState, { publish: busPublisher, bells: machineBells });
