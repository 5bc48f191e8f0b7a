import { autoScalingClient } from "../../src/aws/auto-scaling/auto-scaling.ts";
import { cloudWatchClient } from "../../src/aws/cloudwatch.ts";
import { elbv2Client } from "../../src/aws/elbv2/elbv2.ts";
import { stepHandler } from "../../src/lambda/step-handler.ts";
import { shiftTraffic } from "../../src/rollout/states/shift-traffic.ts";

export const handler = stepHandler(shiftTraffic, {
  phase: "ShiftTraffic",
  factories: { autoScaling: autoScalingClient, elbv2: elbv2Client, cloudWatch: cloudWatchClient },
});
