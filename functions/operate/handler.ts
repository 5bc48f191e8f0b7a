import { actHandler } from "../../src/lambda/act-handler.ts";
import { initFunction } from "../../src/lambda/function-runtime.ts";
import { machineBells, machineStarter } from "../../src/lambda/outbound-ports.ts";
import { startingDesk } from "../../src/desk/starting-desk.ts";

const own = initFunction();

/** What a person asks for, once AWS has proved who they are. */
export const handler = actHandler(startingDesk(machineStarter(own), own, machineBells(own)));
