import { autoScalingClient } from "../../src/aws/auto-scaling/auto-scaling.ts";
import { cloudWatchClient } from "../../src/aws/cloudwatch.ts";
import { ec2Client } from "../../src/aws/ec2/ec2.ts";
import { elbv2Client } from "../../src/aws/elbv2/elbv2.ts";
import { ssmClient } from "../../src/aws/ssm/ssm.ts";
import { stepHandler } from "../../src/lambda/step-handler.ts";
import { retireBlue } from "../../src/rollout/states/retire-blue.ts";

export const handler = stepHandler(retireBlue, {
  phase: "RetireBlue",
  factories: {
    ec2: ec2Client,
    autoScaling: autoScalingClient,
    elbv2: elbv2Client,
    ssm: ssmClient,
    cloudWatch: cloudWatchClient,
  },
});
