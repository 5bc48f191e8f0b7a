import { connect } from "../../aws/connect.ts";
import { ec2Client } from "../../aws/ec2/ec2.ts";
import { errors } from "../../aws/middleware/errors.ts";
import { retry } from "../../aws/middleware/retry.ts";
import type { Runtime } from "../../step/open-context.ts";
import type { StepContext } from "../../step/step.ts";

/** What instanceReported reads, writes, tells and starts with. */
export interface InstanceReportedContext
  extends Pick<StepContext<"ec2">, "ledger" | "clock" | "aws" | "starter" | "publish"> {
  /** Where the fleets are. */
  readonly region: string;
  /** Whose claims are looked into. */
  readonly trustedSources: readonly string[];
}

/** The context of one call of instanceReported: a client that retries and changes nothing. */
export function openInstanceReportedContext(
  { ledger, clock, random, starter, publish, settings, middleware = [] }: Runtime,
  trustedSources: readonly string[],
): InstanceReportedContext {
  const aws = connect({ ec2: ec2Client }, settings, [retry({ clock, random }), errors(), ...middleware]);
  return { ledger, clock, aws, starter, publish, region: settings.region, trustedSources };
}
