import { factsOf, REPLACED } from "../../support/rollout/recorded-facts.ts";
import { pass, step, times, transcript, wait } from "../../support/rollout/transcript.ts";
import {
  BAKED,
  LAUNCHED,
  RETIRED,
  SHIFTED,
  VALIDATED,
  VALIDATED_LATER,
} from "../../support/rollout/usual-steps.ts";
import { expect } from "../../support/scenarios/harness.ts";

const initial = { min: 2, desired: 3, max: 6 };
const network = { subnets: ["subnet-a", "subnet-b"] };

transcript("a listener with weights", {}, async (web, steps) => {
  await web.publish();
  await web.settled();
  expect(steps).toEqual([step("admit", pass), ...LAUNCHED, ...VALIDATED, ...SHIFTED, ...BAKED, ...RETIRED]);
  expect(await factsOf(web)).toEqual(REPLACED);
});

transcript("a network load balancer", { strategy: "nlb-weighted" }, async (web, steps) => {
  await web.publish();
  await web.settled();
  expect(steps).toEqual([
    step("admit", pass),
    ...LAUNCHED,
    ...VALIDATED_LATER,
    ...SHIFTED,
    ...BAKED,
    ...RETIRED,
  ]);
  expect(await factsOf(web)).toEqual(REPLACED);
});

transcript("one target group", { strategy: "target-group" }, async (web, steps) => {
  await web.publish();
  await web.settled();
  expect(steps).toEqual([
    step("admit", pass),
    step("launchGreen", pass, "CreateLaunchTemplateVersion", "CreateAutoScalingGroup"),
    step("observeGreen", wait(15)),
    step("observeGreen", pass),
    step("validateGreen", wait(50)),
    step("validateGreen", pass),
    step("shiftTraffic", wait(20), "AttachTrafficSources"),
    step("shiftTraffic", wait(10), "DetachTrafficSources"),
    step("shiftTraffic", pass),
    ...BAKED,
    step("retireBlue", wait(10), "UpdateAutoScalingGroup"),
    step("retireBlue", pass, "DeleteAutoScalingGroup"),
    step("closeRollout", pass),
  ]);
  expect(await factsOf(web)).toEqual({ ...REPLACED, weights: [] });
});

transcript("servers that pull", { strategy: "none" }, async (web, steps) => {
  await web.publish();
  await web.settled();
  expect(steps).toEqual([
    step("admit", pass),
    step("launchGreen", pass, "CreateLaunchTemplateVersion", "CreateAutoScalingGroup"),
    step("observeGreen", wait(15)),
    step("observeGreen", pass),
    step("validateGreen", wait(50)),
    step("validateGreen", pass),
    step("shiftTraffic", pass),
    times(4, step("bake", wait(30))),
    step("bake", pass),
    step("retireBlue", wait(10), "UpdateAutoScalingGroup"),
    step("retireBlue", pass, "DeleteAutoScalingGroup"),
    step("closeRollout", pass),
  ]);
  expect(await factsOf(web)).toEqual({ ...REPLACED, gates: {}, weights: [] });
});

transcript(
  "a first generation",
  {
    firstGeneration: true,
    declaration: { capacity: { initial }, network },
    leaves: { servers: 3, minimum: 2, lost: true },
  },
  async (web, steps) => {
    await web.publish();
    await web.settled();
    expect(steps).toEqual([
      step("admit", pass),
      step("launchGreen", pass, "CreateLaunchTemplateVersion", "CreateAutoScalingGroup"),
      step("observeGreen", wait(15)),
      step("observeGreen", pass),
      ...VALIDATED,
      step("shiftTraffic", wait(10)),
      step("shiftTraffic", pass),
      ...BAKED,
      step("retireBlue", pass, "UpdateAutoScalingGroup"),
      step("closeRollout", pass),
    ]);
    expect(await factsOf(web)).toEqual({ ...REPLACED, blue: null, green: 1, size: 3, weights: [] });
  },
);

transcript(
  "no servers",
  { servers: 0, group: { MinSize: 0, MaxSize: 4, DesiredCapacity: 0 }, leaves: { lost: true } },
  async (web, steps) => {
    await web.publish();
    await web.settled();
    expect(steps).toEqual([
      step("admit", pass),
      step("launchGreen", pass, "CreateLaunchTemplateVersion", "ModifyListener", "CreateAutoScalingGroup"),
      step("observeGreen", wait(15)),
      step("observeGreen", pass),
      step("validateGreen", pass),
      ...SHIFTED,
      ...BAKED,
      step("retireBlue", pass, "ModifyListener", "DeleteAutoScalingGroup"),
      step("closeRollout", pass),
    ]);
    expect(await factsOf(web)).toEqual({ ...REPLACED, size: 0 });
  },
);

transcript(
  "every gate, a command that takes its time",
  {
    declaration: {
      gates: [
        { kind: "instance-status" },
        { kind: "target-health", for: "30s" },
        { kind: "command", commands: ["/opt/selftest"] },
        { kind: "http", path: "/healthz" },
        { kind: "alarm", alarms: ["web-5xx"] },
      ],
    },
  },
  async (web, steps) => {
    await web.publish({ "sim:command-seconds": "25" });
    await web.settled();
    expect(steps).toEqual([
      step("admit", pass),
      ...LAUNCHED,
      step("validateGreen", wait(50)),
      times(2, step("validateGreen", wait(6))),
      times(2, step("validateGreen", wait(7))),
      step("validateGreen", wait(8)),
      step("validateGreen", wait(5), "SendCommand"),
      times(5, step("validateGreen", wait(5))),
      step("validateGreen", pass),
      ...SHIFTED,
      times(4, step("bake", wait(30))),
      step("bake", pass),
      ...RETIRED,
    ]);
    expect(await factsOf(web)).toEqual({
      ...REPLACED,
      gates: {
        "instance-status": "pass",
        "target-health": "pass",
        command: "pass",
        http: "pass",
        alarm: "pass",
      },
    });
  },
);
