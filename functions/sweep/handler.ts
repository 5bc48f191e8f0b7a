import * as z from "zod";
import { autoScalingClient } from "../../src/aws/auto-scaling/auto-scaling.ts";
import { elbv2Client } from "../../src/aws/elbv2/elbv2.ts";
import { connectPlain, initFunction } from "../../src/lambda/function-runtime.ts";
import { handlerOf } from "../../src/lambda/lambda-handler.ts";
import { busPublisher, machineExecutions, machineStarter } from "../../src/lambda/outbound-ports.ts";
import { sweep } from "../../src/sweep/sweep.ts";

const runtime = initFunction();
const context = {
  ...runtime,
  // It changes nothing in AWS itself: what is to be repaired is repaired by an execution, under the fleet's lease.
  aws: connectPlain({ autoScaling: autoScalingClient, elbv2: elbv2Client }, runtime),
  starter: machineStarter(runtime),
  executions: machineExecutions(runtime),
  publish: busPublisher(runtime),
};

/** Whatever event called it, the ledger and the world say what there is to do. */
export const handler = handlerOf(z.unknown(), () => sweep(context));
