import { autoScalingClient } from "../../src/aws/auto-scaling/auto-scaling.ts";
import { ec2Client } from "../../src/aws/ec2/ec2.ts";
import { elbv2Client } from "../../src/aws/elbv2/elbv2.ts";
import { stepHandler } from "../../src/lambda/step-handler.ts";
import { launchGreen } from "../../src/rollout/states/launch-green.ts";

export const handler = stepHandler(launchGreen, {
  phase: "LaunchGreen",
  factories: { ec2: ec2Client, autoScaling: autoScalingClient, elbv2: elbv2Client },
});
