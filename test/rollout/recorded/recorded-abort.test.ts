import {
  BAKED,
  LAUNCHED,
  REMOVED,
  RETURNED,
  SHIFTED,
  transcript,
  VALIDATED,
} from "../../support/rollout/transcript.ts";
import { expect } from "../../support/scenarios/harness.ts";

for (const [phase, told] of Object.entries<string[]>({
  LaunchGreen: ["admit pass (4 1 2)", "launchGreen fail", "rollBack pass", "closeRollout fail"],
  ObserveGreen: [
    "admit pass (4 1 2)",
    "launchGreen pass (4): CreateLaunchTemplateVersion ModifyListener CreateAutoScalingGroup",
    "observeGreen fail",
    "rollBack wait 10s: UpdateAutoScalingGroup",
    "rollBack pass (2): DeleteAutoScalingGroup DeleteLaunchTemplateVersions",
    "closeRollout fail",
  ],
  ValidateGreen: ["admit pass (4 1 2)", ...LAUNCHED, "validateGreen fail", ...REMOVED, "closeRollout fail"],
  ShiftTraffic: [
    "admit pass (4 1 2)",
    ...LAUNCHED,
    ...VALIDATED,
    "shiftTraffic fail",
    ...REMOVED,
    "closeRollout fail",
  ],
  Bake: [
    "admit pass (4 1 2)",
    ...LAUNCHED,
    ...VALIDATED,
    ...SHIFTED,
    "bake fail",
    ...RETURNED,
    ...REMOVED,
    "closeRollout fail",
  ],
  RetireBlue: [
    "admit pass (4 1 2)",
    ...LAUNCHED,
    ...VALIDATED,
    ...SHIFTED,
    ...BAKED,
    "retireBlue fail",
    ...RETURNED,
    ...REMOVED,
    "closeRollout fail",
  ],
})) {
  transcript(`an abort in ${phase}`, { declaration: { retire: { drain: "10m" } } }, async (web, lines) => {
    await web.publish();
    await web.until(phase as "Bake");
    await web.abort();
    await web.settled();
    expect(lines).toEqual(told);
  });
}

for (const [strategy, told] of Object.entries<string[]>({
  "nlb-weighted": [
    "admit pass (4 1 2)",
    ...LAUNCHED,
    ...VALIDATED,
    ...SHIFTED,
    "bake wait 30s (2m)",
    "bake wait 30s (2 1m30s)",
    "bake fail",
    ...RETURNED,
    ...REMOVED,
    "closeRollout fail",
  ],
  "target-group": [
    "admit pass (4 1 2)",
    "launchGreen pass (4): CreateLaunchTemplateVersion CreateAutoScalingGroup",
    "observeGreen wait 15s",
    "observeGreen pass (4 4)",
    "validateGreen wait 50s (50s)",
    "validateGreen pass",
    "shiftTraffic wait 10s (50%): AttachTrafficSources",
    "shiftTraffic wait 10s: DetachTrafficSources",
    "shiftTraffic pass",
    "bake wait 30s (2m)",
    "bake wait 30s (2 1m30s)",
    "bake fail",
    "rollBack wait 5s: AttachTrafficSources",
    "rollBack wait 10s",
    "rollBack wait 5s: DetachTrafficSources",
    "rollBack wait 10s",
    "rollBack wait 10s (4): UpdateAutoScalingGroup",
    "rollBack wait 5s (4) ×8",
    "rollBack pass (2): DeleteAutoScalingGroup DeleteLaunchTemplateVersions",
    "closeRollout fail",
  ],
  none: [
    "admit pass (4 1 2)",
    "launchGreen pass (4): CreateLaunchTemplateVersion CreateAutoScalingGroup",
    "observeGreen wait 15s",
    "observeGreen pass (4 4)",
    "validateGreen wait 50s (50s)",
    "validateGreen pass",
    "shiftTraffic pass",
    "bake wait 30s (2m)",
    "bake wait 30s (1m30s)",
    "bake fail",
    "rollBack wait 10s (4): UpdateAutoScalingGroup",
    "rollBack pass (2): DeleteAutoScalingGroup DeleteLaunchTemplateVersions",
    "closeRollout fail",
  ],
})) {
  transcript(`an abort in the bake, ${strategy}`, { strategy: strategy as "none" }, async (web, lines) => {
    await web.publish();
    await web.until("Bake");
    await web.minutes(1);
    await web.abort();
    await web.settled();
    expect(lines).toEqual(told);
  });
}
