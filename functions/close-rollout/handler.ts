import { busPublisher, machineStarter } from "../../src/lambda/doors.ts";
import { endingHandler } from "../../src/lambda/step-handler.ts";
import { closeRollout } from "../../src/rollout/close-rollout.ts";

export const handler = endingHandler(closeRollout, {
  phase: "CloseRollout",
  factories: {},
  doors: { starter: machineStarter, publisher: busPublisher },
});
