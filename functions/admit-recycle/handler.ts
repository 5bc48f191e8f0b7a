import { busPublisher, machineExecutions, machineStarter } from "../../src/lambda/outbound-ports.ts";
import { stateHandler } from "../../src/lambda/state-handler.ts";
import { admitRecycleState } from "../../src/recycle/states/admit-recycle.ts";

export const handler = stateHandler(admitRecycleState, {
  starter: machineStarter,
  executions: machineExecutions,
  publish: busPublisher,
});
