import * as z from "zod";
import { initFunction } from "../../src/lambda/function-runtime.ts";
import { handlerOf } from "../../src/lambda/lambda-handler.ts";
import { lambdaRuntime } from "../../src/lambda/lambda-runtime.ts";
import { busPublisher, machineExecutions, machineStarter } from "../../src/lambda/outbound-ports.ts";
import { openSweepContext } from "../../src/sweep/open-context.ts";
import { sweep } from "../../src/sweep/sweep.ts";

const ports = { starter: machineStarter, executions: machineExecutions, publish: busPublisher };
const context = openSweepContext(lambdaRuntime("sweep", ports, initFunction()));

/** Whatever event called it, the ledger and the world say what there is to do. */
export const handler = handlerOf(z.unknown(), () => sweep(context));
