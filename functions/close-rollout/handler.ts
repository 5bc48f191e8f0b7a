import { busPublisher, machineStarter } from "../../src/lambda/outbound-ports.ts";
import { endingHandler } from "../../src/lambda/step-handler.ts";
import { closeRollout } from "../../src/rollout/states/close-rollout.ts";

export const handler = endingHandler(closeRollout, {
  phase: "CloseRollout",
  factories: {},
  ports: { starter: machineStarter, publisher: busPublisher },
});
