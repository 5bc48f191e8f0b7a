import * as z from "zod";
import { openInstanceReportedContext } from "../../src/detect/instance-reported/context.ts";
import { instanceReported } from "../../src/detect/instance-reported/instance-reported.ts";
import { initFunction } from "../../src/lambda/function-runtime.ts";
import { serverLine } from "../../src/lambda/invocation-line.ts";
import { handlerOf } from "../../src/lambda/lambda-handler.ts";
import { lambdaRuntime } from "../../src/lambda/lambda-runtime.ts";
import { busPublisher, machineStarter } from "../../src/lambda/outbound-ports.ts";

const own = initFunction();
const runtime = lambdaRuntime("instance-reported", { starter: machineStarter, publish: busPublisher }, own);
const context = openInstanceReportedContext(runtime, own.env.trustedSources);

/** Any event is taken: one that cannot be read is written down, not thrown, or it would come again and again. */
export const handler = handlerOf(z.unknown(), (event) => instanceReported(event, context), {
  name: "instance-reported",
  line: serverLine,
  meter: own.meter,
});
