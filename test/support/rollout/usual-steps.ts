import { pass, type RecordedStep, step, times, wait } from "./transcript.ts";

export const LAUNCHED: readonly RecordedStep[] = [
  step("launchGreen", pass, "CreateLaunchTemplateVersion", "ModifyListener", "CreateAutoScalingGroup"),
  step("observeGreen", wait(15)),
  step("observeGreen", pass),
];
/** Of an application or a network load balancer, in the steps of the scenarios. */
export const SHIFTED: readonly RecordedStep[] = [
  times(2, step("shiftTraffic", wait(30), "ModifyListener")),
  step("shiftTraffic", wait(10), "ModifyListener"),
  step("shiftTraffic", pass),
];
export const VALIDATED: readonly RecordedStep[] = [
  step("validateGreen", wait(50)),
  step("validateGreen", pass),
];
/** Of a Network Load Balancer, which takes two minutes to register servers. */
export const VALIDATED_LATER: readonly RecordedStep[] = [
  step("validateGreen", wait(50)),
  times(2, step("validateGreen", wait(6))),
  times(2, step("validateGreen", wait(7))),
  ...[8, 9, 10, 11, 12].map((seconds) => step("validateGreen", wait(seconds))),
  step("validateGreen", pass),
];
/** Two minutes, looked at in quarters. */
export const BAKED: readonly RecordedStep[] = [times(4, step("bake", wait(30))), step("bake", pass)];
export const RETIRED: readonly RecordedStep[] = [
  step("retireBlue", wait(70), "ModifyListener", "UpdateAutoScalingGroup"),
  step("retireBlue", pass, "DeleteAutoScalingGroup"),
  step("closeRollout", pass),
];
export const RETURNED: readonly RecordedStep[] = [
  step("rollBack", wait(5), "ModifyListener"),
  step("rollBack", wait(10)),
];
export const REMOVED: readonly RecordedStep[] = [
  step("rollBack", wait(70), "ModifyListener", "UpdateAutoScalingGroup"),
  step("rollBack", pass, "DeleteAutoScalingGroup", "DeleteLaunchTemplateVersions"),
];
