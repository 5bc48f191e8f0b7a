import { busPublisher, machineStarter } from "../../src/lambda/outbound-ports.ts";
import { stateHandler } from "../../src/lambda/state-handler.ts";
import { closeRecycleState } from "../../src/recycle/states/close-recycle.ts";

export const handler = stateHandler(closeRecycleState, { starter: machineStarter, publish: busPublisher });
