import { autoScalingClient } from "../../src/aws/auto-scaling.ts";
import { cloudWatchClient } from "../../src/aws/cloudwatch.ts";
import { elbv2Client } from "../../src/aws/elbv2.ts";
import { stepHandler } from "../../src/lambda/step-handler.ts";
import { shiftTraffic } from "../../src/rollout/shift-traffic.ts";

export const handler = stepHandler(shiftTraffic, {
  phase: "ShiftTraffic",
  factories: { autoScaling: autoScalingClient, elbv2: elbv2Client, cloudWatch: cloudWatchClient },
});
