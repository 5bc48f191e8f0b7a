import * as z from "zod";
import { ec2Client } from "../../src/aws/ec2/ec2.ts";
import { imageBuilderClient } from "../../src/aws/imagebuilder.ts";
import { ssmClient } from "../../src/aws/ssm/ssm.ts";
import { imagePublished } from "../../src/detect/image-published/image-published.ts";
import { connectPlain, initFunction } from "../../src/lambda/function-runtime.ts";
import { handlerOf } from "../../src/lambda/lambda-handler.ts";
import { machineStarter } from "../../src/lambda/outbound-ports.ts";

const runtime = initFunction();
const aws = connectPlain({ ec2: ec2Client, imageBuilder: imageBuilderClient, ssm: ssmClient }, runtime);
const context = { ...runtime, aws, starter: machineStarter(runtime), region: runtime.env.region };

/** Any event is taken: one that cannot be read is written down, not thrown, or it would come again and again. */
export const handler = handlerOf(z.unknown(), (event) => imagePublished(event, context));
