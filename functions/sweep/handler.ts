import * as z from "zod";
import { initFunction } from "../../src/lambda/function-runtime.ts";
import { handlerOf } from "../../src/lambda/lambda-handler.ts";
import { lambdaRuntime } from "../../src/lambda/lambda-runtime.ts";
import { logSweep } from "../../src/lambda/log-sweep.ts";
import { busPublisher, machineExecutions, machineStarter } from "../../src/lambda/outbound-ports.ts";
import { openSweepContext } from "../../src/sweep/open-context.ts";
import { sweep } from "../../src/sweep/sweep.ts";

const ports = { starter: machineStarter, executions: machineExecutions, publish: busPublisher };
const own = initFunction();
const context = openSweepContext(lambdaRuntime("sweep", ports, own));

/** Whatever event called it, the ledger and the world say what there is to do. */
export const handler = handlerOf(z.unknown(), async () =>
  logSweep(await sweep(context), { functionName: own.env.functionName, now: own.clock.now() }),
);
