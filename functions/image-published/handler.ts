import * as z from "zod";
import { imagePublished } from "../../src/detect/image-published/image-published.ts";
import { openImagePublishedContext } from "../../src/detect/image-published/open-context.ts";
import { initFunction } from "../../src/lambda/function-runtime.ts";
import { imageLine } from "../../src/lambda/invocation-line.ts";
import { handlerOf } from "../../src/lambda/lambda-handler.ts";
import { lambdaRuntime } from "../../src/lambda/lambda-runtime.ts";
import { busPublisher, machineStarter } from "../../src/lambda/outbound-ports.ts";

const own = initFunction();
const runtime = lambdaRuntime("image-published", { starter: machineStarter, publish: busPublisher }, own);
const context = openImagePublishedContext(runtime);

/** Any event is taken: one that cannot be read is written down, not thrown, or it would come again and again. */
export const handler = handlerOf(z.unknown(), (event) => imagePublished(event, context), {
  name: "image-published",
  line: imageLine,
  meter: own.meter,
});
