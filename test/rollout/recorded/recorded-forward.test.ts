import {
  BAKED,
  LAUNCHED,
  RETIRED,
  SHIFTED,
  transcript,
  VALIDATED,
} from "../../support/rollout/transcript.ts";
import { expect } from "../../support/scenarios/harness.ts";

const initial = { min: 2, desired: 3, max: 6 };
const network = { subnets: ["subnet-a", "subnet-b"] };

transcript("a listener with weights", {}, async (web, lines) => {
  await web.publish();
  await web.settled();
  expect(lines).toEqual(["admit pass (4 1 2)", ...LAUNCHED, ...VALIDATED, ...SHIFTED, ...BAKED, ...RETIRED]);
});

transcript("a network load balancer", { strategy: "nlb-weighted" }, async (web, lines) => {
  await web.publish();
  await web.settled();
  expect(lines).toEqual(["admit pass (4 1 2)", ...LAUNCHED, ...VALIDATED, ...SHIFTED, ...BAKED, ...RETIRED]);
});

transcript("one target group", { strategy: "target-group" }, async (web, lines) => {
  await web.publish();
  await web.settled();
  expect(lines).toEqual([
    "admit pass (4 1 2)",
    "launchGreen pass (4): CreateLaunchTemplateVersion CreateAutoScalingGroup",
    "observeGreen wait 15s",
    "observeGreen pass (4 4)",
    "validateGreen wait 50s (50s)",
    "validateGreen pass",
    "shiftTraffic wait 10s (50%): AttachTrafficSources",
    "shiftTraffic wait 10s: DetachTrafficSources",
    "shiftTraffic pass",
    ...BAKED,
    "retireBlue wait 10s (4): UpdateAutoScalingGroup",
    "retireBlue pass (1): DeleteAutoScalingGroup",
    "closeRollout pass",
  ]);
});

transcript("servers that pull", { strategy: "none" }, async (web, lines) => {
  await web.publish();
  await web.settled();
  expect(lines).toEqual([
    "admit pass (4 1 2)",
    "launchGreen pass (4): CreateLaunchTemplateVersion CreateAutoScalingGroup",
    "observeGreen wait 15s",
    "observeGreen pass (4 4)",
    "validateGreen wait 50s (50s)",
    "validateGreen pass",
    "shiftTraffic pass",
    "bake wait 30s (2m)",
    "bake wait 30s (1m30s)",
    "bake wait 30s (1m)",
    "bake wait 30s (30s)",
    "bake pass (2m)",
    "retireBlue wait 10s (4): UpdateAutoScalingGroup",
    "retireBlue pass (1): DeleteAutoScalingGroup",
    "closeRollout pass",
  ]);
});

transcript(
  "a first generation",
  {
    firstGeneration: true,
    declaration: { capacity: { initial }, network },
    leaves: { servers: 3, minimum: 2, lost: true },
  },
  async (web, lines) => {
    await web.publish();
    await web.settled();
    expect(lines).toEqual([
      "admit pass (3 1)",
      "launchGreen pass (3): CreateLaunchTemplateVersion CreateAutoScalingGroup",
      "observeGreen wait 15s",
      "observeGreen pass (3 3)",
      ...VALIDATED,
      "shiftTraffic wait 10s",
      "shiftTraffic pass",
      ...BAKED,
      "retireBlue pass: UpdateAutoScalingGroup",
      "closeRollout pass",
    ]);
  },
);

transcript(
  "no servers",
  { servers: 0, group: { MinSize: 0, MaxSize: 4, DesiredCapacity: 0 }, leaves: { lost: true } },
  async (web, lines) => {
    await web.publish();
    await web.settled();
    expect(lines).toEqual([
      "admit pass (0 1 2)",
      "launchGreen pass (0): CreateLaunchTemplateVersion ModifyListener CreateAutoScalingGroup",
      "observeGreen wait 15s",
      "observeGreen pass (0 0)",
      "validateGreen pass (1)",
      ...SHIFTED,
      ...BAKED,
      "retireBlue pass (1): DeleteAutoScalingGroup",
      "closeRollout pass",
    ]);
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
  async (web, lines) => {
    await web.publish({ "sim:command-seconds": "25" });
    await web.settled();
    expect(lines).toEqual([
      "admit pass (4 1 2)",
      ...LAUNCHED,
      "validateGreen wait 50s (50s)",
      "validateGreen wait 6s (30s)",
      "validateGreen wait 6s (24s)",
      "validateGreen wait 7s (18s)",
      "validateGreen wait 7s (11s)",
      "validateGreen wait 8s (4s)",
      "validateGreen wait 5s: SendCommand",
      "validateGreen wait 5s (4) ×5",
      "validateGreen pass (5)",
      ...SHIFTED,
      "bake wait 30s (2m)",
      "bake wait 30s (3 1m30s)",
      "bake wait 30s (3 1m)",
      "bake wait 30s (3 30s)",
      "bake pass (2m)",
      ...RETIRED,
    ]);
  },
);
