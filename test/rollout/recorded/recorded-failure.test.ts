import { setZoneCapacity, sicken } from "../../../simulator/services/ec2/instances/launch.ts";
import { factsOf, ROLLED_BACK } from "../../support/rollout/recorded-facts.ts";
import { fail, pass, step, times, transcript, wait } from "../../support/rollout/transcript.ts";
import { LAUNCHED, REMOVED, RETURNED, SHIFTED } from "../../support/rollout/usual-steps.ts";
import { expect } from "../../support/scenarios/harness.ts";

transcript(
  "never healthy, kept for study",
  { declaration: { deadlines: { validate: "2m" }, onFailure: { keepGreen: "10m" } } },
  async (web, steps) => {
    await web.publish({ "sim:healthy-seconds": "never" });
    await web.settled();
    expect(steps).toEqual([
      step("admit", pass),
      ...LAUNCHED,
      // No look later than what leaves half of `deadlines.validate`.
      step("validateGreen", wait(45)),
      step("validateGreen", wait(5)),
      times(2, step("validateGreen", wait(6))),
      times(2, step("validateGreen", wait(7))),
      step("validateGreen", wait(8)),
      step("validateGreen", wait(9)),
      step("validateGreen", wait(10)),
      step("validateGreen", wait(11)),
      step("validateGreen", wait(12)),
      step("validateGreen", fail),
      times(9, step("rollBack", wait(60))),
      step("rollBack", wait(59)),
      ...REMOVED,
      step("closeRollout", fail),
    ]);
    expect(await factsOf(web)).toEqual({
      ...ROLLED_BACK,
      failedIn: "ValidateGreen",
      imageAtFault: true,
      gates: { "target-health": "wait" },
      weights: [0],
    });
  },
);

transcript(
  "errors in the bake",
  {
    declaration: { gates: [{ kind: "target-health" }, { kind: "alarm", alarms: ["web-5xx"] }], bake: "10m" },
  },
  async (web, steps) => {
    await web.publish({ "sim:error-rate": "0.5" });
    await web.settled();
    expect(steps).toEqual([
      step("admit", pass),
      ...LAUNCHED,
      step("validateGreen", wait(50)),
      step("validateGreen", pass),
      times(2, step("shiftTraffic", wait(30), "ModifyListener")),
      step("shiftTraffic", fail),
      ...RETURNED,
      step("rollBack", wait(70), "ModifyListener", "UpdateAutoScalingGroup"),
      // Whether the alarm goes OK without green: it evaluates five minutes, and green's last errors leave it late.
      step("rollBack", wait(30), "DeleteAutoScalingGroup", "DeleteLaunchTemplateVersions"),
      times(4, step("rollBack", wait(30))),
      step("rollBack", pass),
      step("closeRollout", fail),
    ]);
    expect(await factsOf(web)).toEqual({
      ...ROLLED_BACK,
      failedIn: "ShiftTraffic",
      imageAtFault: true,
      gates: { "target-health": "pass", alarm: "fail" },
      weights: [0, 10, 50, 0],
    });
  },
);

transcript(
  "servers that sicken in the bake",
  { declaration: { bake: "30m", deadlines: { validate: "2m" } }, leaves: { lost: true } },
  async (web, steps) => {
    await web.publish({ "sim:sickens-seconds": "300" });
    await web.settled();
    expect(steps).toEqual([
      step("admit", pass),
      ...LAUNCHED,
      step("validateGreen", wait(45)),
      step("validateGreen", wait(5)),
      step("validateGreen", pass),
      ...SHIFTED,
      times(4, step("bake", wait(75))),
      step("bake", fail),
      ...RETURNED,
      ...REMOVED,
      step("closeRollout", fail),
    ]);
    expect(await factsOf(web)).toEqual({
      ...ROLLED_BACK,
      failedIn: "Bake",
      imageAtFault: true,
      gates: { "target-health": "wait" },
    });
  },
);

transcript(
  "a command that fails",
  { declaration: { gates: [{ kind: "target-health" }, { kind: "command", commands: ["/opt/selftest"] }] } },
  async (web, steps) => {
    await web.publish({ "sim:command-exit-code": "3" });
    await web.settled();
    expect(steps).toEqual([
      step("admit", pass),
      ...LAUNCHED,
      step("validateGreen", wait(50)),
      step("validateGreen", wait(5), "SendCommand"),
      step("validateGreen", fail),
      ...REMOVED,
      step("closeRollout", fail),
    ]);
    expect(await factsOf(web)).toEqual({
      ...ROLLED_BACK,
      failedIn: "ValidateGreen",
      imageAtFault: true,
      gates: { "target-health": "pass", command: "fail" },
      weights: [0],
    });
  },
);

transcript("no capacity anywhere", {}, async (web, steps) => {
  for (const zone of ["us-east-1a", "us-east-1b"]) setZoneCapacity(web.simulator.world, zone, false);
  await web.publish();
  await web.settled();
  expect(steps).toEqual([
    step("admit", pass),
    step("launchGreen", pass, "CreateLaunchTemplateVersion", "ModifyListener", "CreateAutoScalingGroup"),
    step("observeGreen", wait(15)),
    times(7, step("observeGreen", wait(5))),
    times(2, step("observeGreen", wait(6))),
    step("observeGreen", wait(7)),
    times(2, step("observeGreen", wait(8))),
    step("observeGreen", wait(9)),
    step("observeGreen", wait(10)),
    step("observeGreen", wait(11)),
    step("observeGreen", fail),
    step("rollBack", wait(10), "ModifyListener", "UpdateAutoScalingGroup"),
    step("rollBack", pass, "DeleteAutoScalingGroup", "DeleteLaunchTemplateVersions"),
    step("closeRollout", fail),
  ]);
  expect(await factsOf(web)).toEqual({ ...ROLLED_BACK, failedIn: "ObserveGreen", gates: {}, weights: [0] });
});

transcript(
  "the rollout's deadline",
  { declaration: { bake: "2h", deadlines: { launch: "5m", rollout: "20m" } }, leaves: { lost: true } },
  async (web, steps) => {
    await web.publish({ "sim:healthy-seconds": "600" });
    await web.until("Bake");
    const [server = ""] = web.simulator.world.state.groups.get("web-g0002")?.instances.keys() ?? [];
    sicken(web.simulator.world, server);
    await web.settled();
    // Of the declared waits none counts; the bake that stands does.
    const end = [step("bake", fail), ...RETURNED, ...REMOVED, step("closeRollout", fail)];
    expect(steps.slice(-end.length)).toEqual(end);
    expect(steps.at(-end.length - 1)).toMatchObject({ step: "bake", wait: 15 });
    expect(await factsOf(web)).toEqual({
      ...ROLLED_BACK,
      failedIn: "Bake",
      gates: { "target-health": "wait" },
    });
  },
);
