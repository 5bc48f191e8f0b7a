import { autoScalingClient } from "../../src/aws/auto-scaling/auto-scaling.ts";
import { cloudWatchClient } from "../../src/aws/cloudwatch.ts";
import { ec2Client } from "../../src/aws/ec2/ec2.ts";
import { elbv2Client } from "../../src/aws/elbv2/elbv2.ts";
import { ssmClient } from "../../src/aws/ssm/ssm.ts";
import { stepHandler } from "../../src/lambda/step-handler.ts";
import { validateGreen } from "../../src/rollout/states/validate-green.ts";

export const handler = stepHandler(validateGreen, {
  phase: "ValidateGreen",
  factories: {
    ec2: ec2Client,
    autoScaling: autoScalingClient,
    elbv2: elbv2Client,
    ssm: ssmClient,
    cloudWatch: cloudWatchClient,
  },
});
