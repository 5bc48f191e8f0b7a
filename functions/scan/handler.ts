import { scanState } from "../../src/detect/scan/scan-machine.ts";
import { busPublisher, machineStarter } from "../../src/lambda/outbound-ports.ts";
import { stateHandler } from "../../src/lambda/state-handler.ts";

export const handler = stateHandler(scanState, { starter: machineStarter, publish: busPublisher });
