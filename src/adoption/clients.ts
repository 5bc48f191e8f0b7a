import { autoScalingClient } from "../aws/auto-scaling/auto-scaling.ts";
import { cloudWatchClient } from "../aws/cloudwatch.ts";
import { ec2Client } from "../aws/ec2/ec2.ts";
import { elbv2Client } from "../aws/elbv2/elbv2.ts";
import { ssmClient } from "../aws/ssm/ssm.ts";

/** What an adoption reads with; it writes to none of them. */
export const adoptionClients = {
  autoScaling: autoScalingClient,
  cloudWatch: cloudWatchClient,
  ec2: ec2Client,
  elbv2: elbv2Client,
  ssm: ssmClient,
};
