import { autoScalingClient } from "../../src/aws/auto-scaling/auto-scaling.ts";
import { stepHandler } from "../../src/lambda/step-handler.ts";
import { observeGreen } from "../../src/rollout/states/observe-green.ts";

export const handler = stepHandler(observeGreen, {
  phase: "ObserveGreen",
  factories: { autoScaling: autoScalingClient },
});
