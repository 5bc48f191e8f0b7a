import {
  busPublisher,
  machineBells,
  machineExecutions,
  machineStarter,
} from "../../src/lambda/outbound-ports.ts";
import { stateHandler } from "../../src/lambda/state-handler.ts";
import { admitState } from "../../src/rollout/states/admit.ts";

export const handler = stateHandler(admitState, {
  starter: machineStarter,
  executions: machineExecutions,
  publish: busPublisher,
  bells: machineBells,
});
