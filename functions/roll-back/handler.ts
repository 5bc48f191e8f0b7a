import { autoScalingClient } from "../../src/aws/auto-scaling/auto-scaling.ts";
import { ec2Client } from "../../src/aws/ec2/ec2.ts";
import { elbv2Client } from "../../src/aws/elbv2/elbv2.ts";
import { endingHandler } from "../../src/lambda/step-handler.ts";
import { rollBack } from "../../src/rollout/states/roll-back.ts";

export const handler = endingHandler(rollBack, {
  phase: "RollBack",
  factories: { ec2: ec2Client, autoScaling: autoScalingClient, elbv2: elbv2Client },
});
