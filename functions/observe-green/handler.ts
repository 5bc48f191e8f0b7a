import { autoScalingClient } from "../../src/aws/auto-scaling.ts";
import { stepHandler } from "../../src/lambda/step-handler.ts";
import { observeGreen } from "../../src/rollout/observe-green.ts";

export const handler = stepHandler(observeGreen, {
  phase: "ObserveGreen",
  factories: { autoScaling: autoScalingClient },
});
