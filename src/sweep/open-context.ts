import { autoScalingClient } from "../aws/auto-scaling/auto-scaling.ts";
import { connect } from "../aws/connect.ts";
import { ec2Client } from "../aws/ec2/ec2.ts";
import { elbv2Client } from "../aws/elbv2/elbv2.ts";
import { imageBuilderClient } from "../aws/imagebuilder.ts";
import { errors } from "../aws/middleware/errors.ts";
import { retry } from "../aws/middleware/retry.ts";
import { ssmClient } from "../aws/ssm/ssm.ts";
import type { Runtime } from "../step/open-context.ts";
import type { SweepContext } from "./context.ts";

/**
 * The context of one sweep: clients that retry and change nothing. What is to be repaired in AWS is repaired by an
 * execution, under the fleet's lease.
 */
export function openSweepContext(runtime: Runtime): SweepContext {
  const {
    ledger,
    clock,
    random,
    starter,
    executions,
    publish,
    bells,
    settings,
    legPolls,
    atOnce,
    version,
    middleware = [],
  } = runtime;
  const factories = {
    autoScaling: autoScalingClient,
    elbv2: elbv2Client,
    ec2: ec2Client,
    ssm: ssmClient,
    imageBuilder: imageBuilderClient,
  };
  const aws = connect(factories, settings, [retry({ clock, random }), errors(), ...middleware]);
  const paced = legPolls === undefined ? {} : { legPolls };
  return {
    ledger,
    clock,
    aws,
    starter,
    executions,
    publish,
    bells,
    ...paced,
    ...(atOnce !== undefined && { atOnce }),
    ...(version !== undefined && { version }),
  };
}
