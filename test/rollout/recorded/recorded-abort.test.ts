import { factsOf, type RecordedFacts, ROLLED_BACK } from "../../support/rollout/recorded-facts.ts";
import {
  fail,
  pass,
  type RecordedStep,
  step,
  times,
  transcript,
  wait,
} from "../../support/rollout/transcript.ts";
import {
  BAKED,
  LAUNCHED,
  REMOVED,
  RETURNED,
  SHIFTED,
  VALIDATED,
  VALIDATED_LATER,
} from "../../support/rollout/usual-steps.ts";
import { expect } from "../../support/scenarios/harness.ts";

interface Recorded {
  readonly steps: readonly RecordedStep[];
  /** What differs from an abort after all of the traffic was on green. */
  readonly facts: Partial<RecordedFacts>;
}

for (const [phase, recorded] of Object.entries<Recorded>({
  LaunchGreen: {
    facts: { gates: {}, weights: [] },
    steps: [
      step("admit", pass),
      step("launchGreen", fail),
      step("rollBack", pass),
      step("closeRollout", fail),
    ],
  },
  ObserveGreen: {
    facts: { gates: {}, weights: [0] },
    steps: [
      step("admit", pass),
      step("launchGreen", pass, "CreateLaunchTemplateVersion", "ModifyListener", "CreateAutoScalingGroup"),
      step("observeGreen", fail),
      step("rollBack", wait(10), "ModifyListener", "UpdateAutoScalingGroup"),
      step("rollBack", pass, "DeleteAutoScalingGroup", "DeleteLaunchTemplateVersions"),
      step("closeRollout", fail),
    ],
  },
  ValidateGreen: {
    facts: { gates: {}, weights: [0] },
    steps: [
      step("admit", pass),
      ...LAUNCHED,
      step("validateGreen", fail),
      ...REMOVED,
      step("closeRollout", fail),
    ],
  },
  ShiftTraffic: {
    facts: { weights: [0] },
    steps: [
      step("admit", pass),
      ...LAUNCHED,
      ...VALIDATED,
      step("shiftTraffic", fail),
      ...REMOVED,
      step("closeRollout", fail),
    ],
  },
  Bake: {
    facts: {},
    steps: [
      step("admit", pass),
      ...LAUNCHED,
      ...VALIDATED,
      ...SHIFTED,
      step("bake", fail),
      ...RETURNED,
      ...REMOVED,
      step("closeRollout", fail),
    ],
  },
  RetireBlue: {
    facts: {},
    steps: [
      step("admit", pass),
      ...LAUNCHED,
      ...VALIDATED,
      ...SHIFTED,
      ...BAKED,
      step("retireBlue", fail),
      ...RETURNED,
      ...REMOVED,
      step("closeRollout", fail),
    ],
  },
})) {
  transcript(`an abort in ${phase}`, { declaration: { retire: { drain: "10m" } } }, async (web, steps) => {
    await web.publish();
    await web.until(phase as "Bake");
    await web.abort();
    await web.settled();
    expect(steps).toEqual(recorded.steps);
    expect(await factsOf(web)).toEqual({ ...ROLLED_BACK, ...recorded.facts, failedIn: phase });
  });
}

for (const [strategy, recorded] of Object.entries<Recorded>({
  "nlb-weighted": {
    facts: {},
    steps: [
      step("admit", pass),
      ...LAUNCHED,
      ...VALIDATED_LATER,
      ...SHIFTED,
      times(2, step("bake", wait(30))),
      step("bake", fail),
      ...RETURNED,
      ...REMOVED,
      step("closeRollout", fail),
    ],
  },
  "target-group": {
    facts: { weights: [] },
    steps: [
      step("admit", pass),
      step("launchGreen", pass, "CreateLaunchTemplateVersion", "CreateAutoScalingGroup"),
      step("observeGreen", wait(15)),
      step("observeGreen", pass),
      step("validateGreen", wait(50)),
      step("validateGreen", pass),
      step("shiftTraffic", wait(20), "AttachTrafficSources"),
      step("shiftTraffic", wait(10), "DetachTrafficSources"),
      step("shiftTraffic", pass),
      times(2, step("bake", wait(30))),
      step("bake", fail),
      step("rollBack", wait(5), "AttachTrafficSources"),
      step("rollBack", wait(10)),
      step("rollBack", wait(5), "DetachTrafficSources"),
      step("rollBack", wait(10)),
      step("rollBack", wait(10), "UpdateAutoScalingGroup"),
      times(8, step("rollBack", wait(5))),
      step("rollBack", pass, "DeleteAutoScalingGroup", "DeleteLaunchTemplateVersions"),
      step("closeRollout", fail),
    ],
  },
  none: {
    facts: { gates: {}, weights: [] },
    steps: [
      step("admit", pass),
      step("launchGreen", pass, "CreateLaunchTemplateVersion", "CreateAutoScalingGroup"),
      step("observeGreen", wait(15)),
      step("observeGreen", pass),
      step("validateGreen", wait(50)),
      step("validateGreen", pass),
      step("shiftTraffic", pass),
      times(2, step("bake", wait(30))),
      step("bake", fail),
      step("rollBack", wait(10), "UpdateAutoScalingGroup"),
      step("rollBack", pass, "DeleteAutoScalingGroup", "DeleteLaunchTemplateVersions"),
      step("closeRollout", fail),
    ],
  },
})) {
  transcript(`an abort in the bake, ${strategy}`, { strategy: strategy as "none" }, async (web, steps) => {
    await web.publish();
    await web.until("Bake");
    await web.minutes(1);
    await web.abort();
    await web.settled();
    expect(steps).toEqual(recorded.steps);
    expect(await factsOf(web)).toEqual({ ...ROLLED_BACK, ...recorded.facts, failedIn: "Bake" });
  });
}
