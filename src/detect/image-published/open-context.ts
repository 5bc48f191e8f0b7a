import { connect } from "../../aws/connect.ts";
import { ec2Client } from "../../aws/ec2/ec2.ts";
import { imageBuilderClient } from "../../aws/imagebuilder.ts";
import { errors } from "../../aws/middleware/errors.ts";
import { retry } from "../../aws/middleware/retry.ts";
import { ssmClient } from "../../aws/ssm/ssm.ts";
import type { Runtime } from "../../step/open-context.ts";
import type { ImagePublishedContext } from "./context.ts";

/** The context of one call of imagePublished: clients that retry and change nothing. */
export function openImagePublishedContext(runtime: Runtime): ImagePublishedContext {
  const { ledger, clock, random, starter, publish, settings, middleware = [] } = runtime;
  const factories = { ec2: ec2Client, imageBuilder: imageBuilderClient, ssm: ssmClient };
  const aws = connect(factories, settings, [retry({ clock, random }), errors(), ...middleware]);
  return { ledger, clock, aws, starter, publish, region: settings.region };
}
