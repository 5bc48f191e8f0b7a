import { applyDesiredByAlarm } from "../../../simulator/services/auto-scaling/groups/size.ts";
import { setZoneCapacity } from "../../../simulator/services/ec2/instances/launch.ts";
import { factsOf, REPLACED } from "../../support/rollout/recorded-facts.ts";
import { pass, step, times, transcript, wait } from "../../support/rollout/transcript.ts";
import { BAKED, LAUNCHED, RETIRED, SHIFTED, VALIDATED } from "../../support/rollout/usual-steps.ts";
import { expect } from "../../support/scenarios/harness.ts";

const ELASTIC = { group: { MinSize: 2, MaxSize: 10, DesiredCapacity: 4 } };

transcript("a short bake and one step", { declaration: { bake: "20s" } }, async (web, steps) => {
  await web.publish();
  await web.settled();
  expect(steps).toEqual([
    step("admit", pass),
    ...LAUNCHED,
    ...VALIDATED,
    ...SHIFTED,
    step("bake", wait(15)),
    step("bake", wait(5)),
    step("bake", pass),
    step("retireBlue", wait(30)),
    ...RETIRED,
  ]);
  expect(await factsOf(web)).toEqual(REPLACED);
});

transcript("blue grows while traffic moves", { ...ELASTIC, leaves: { servers: 6 } }, async (web, steps) => {
  await web.publish();
  await web.untilShifted(10);
  applyDesiredByAlarm(web.simulator.world, "web", 6);
  await web.settled();
  expect(steps).toEqual([
    step("admit", pass),
    ...LAUNCHED,
    ...VALIDATED,
    step("shiftTraffic", wait(30), "UpdateAutoScalingGroup", "ModifyListener"),
    step("shiftTraffic", wait(10), "UpdateAutoScalingGroup", "UpdateAutoScalingGroup"),
    times(5, step("shiftTraffic", wait(10))),
    step("shiftTraffic", wait(30), "ModifyListener"),
    step("shiftTraffic", wait(10), "ModifyListener"),
    step("shiftTraffic", pass),
    ...BAKED,
    step("retireBlue", wait(70), "ModifyListener", "UpdateAutoScalingGroup", "UpdateAutoScalingGroup"),
    step("retireBlue", pass, "DeleteAutoScalingGroup"),
    step("closeRollout", pass),
  ]);
  expect(await factsOf(web)).toEqual({ ...REPLACED, size: 6 });
});

transcript("no capacity for a while", {}, async (web, steps) => {
  const { world } = web.simulator;
  for (const zone of ["us-east-1a", "us-east-1b"]) setZoneCapacity(world, zone, false);
  await web.publish();
  await web.until("ObserveGreen");
  await web.minutes(0.3);
  setZoneCapacity(world, "us-east-1b", true);
  await web.settled();
  expect(steps).toEqual([
    step("admit", pass),
    step("launchGreen", pass, "CreateLaunchTemplateVersion", "ModifyListener", "CreateAutoScalingGroup"),
    step("observeGreen", wait(15)),
    times(7, step("observeGreen", wait(5))),
    step("observeGreen", wait(6)),
    step("observeGreen", pass),
    step("validateGreen", wait(9)),
    times(8, step("validateGreen", wait(5))),
    step("validateGreen", pass),
    ...SHIFTED,
    ...BAKED,
    ...RETIRED,
  ]);
  expect(await factsOf(web)).toEqual(REPLACED);
});

transcript("the second rollout knows how long the first one's servers took", {}, async (web, steps) => {
  await web.publish({ "sim:boot-seconds": "90" });
  await web.settled();
  steps.length = 0;
  await web.publish({ "sim:boot-seconds": "90" });
  await web.settled();
  expect(steps).toEqual([
    step("admit", wait(13)),
    step("admit", pass),
    step("launchGreen", pass, "CreateLaunchTemplateVersion", "ModifyListener", "CreateAutoScalingGroup"),
    step("observeGreen", wait(15)),
    step("observeGreen", pass),
    step("validateGreen", wait(104)),
    step("validateGreen", pass),
    ...SHIFTED,
    ...BAKED,
    step("retireBlue", wait(70), "ModifyListener", "UpdateAutoScalingGroup"),
    step("retireBlue", pass, "DeleteAutoScalingGroup", "DeleteLaunchTemplateVersions"),
    step("closeRollout", pass),
  ]);
  expect(await factsOf(web)).toEqual({
    ...REPLACED,
    blue: 2,
    green: 3,
    weights: [0, 10, 50, 100, 100, 100, 90, 50, 0],
  });
});

transcript("somebody takes traffic back in the shift", {}, async (web, steps) => {
  await web.publish();
  await web.untilShifted(50);
  await web.person.moveTraffic(web.account, 0);
  await web.settled();
  expect(steps).toEqual([
    step("admit", pass),
    ...LAUNCHED,
    ...VALIDATED,
    times(2, step("shiftTraffic", wait(30), "ModifyListener")),
    step("shiftTraffic", wait(10), "ModifyListener"),
    step("shiftTraffic", wait(20)),
    step("shiftTraffic", wait(10), "ModifyListener"),
    step("shiftTraffic", pass),
    ...BAKED,
    ...RETIRED,
  ]);
  expect(await factsOf(web)).toEqual({ ...REPLACED, weights: [0, 10, 50, 50, 100, 100] });
});

transcript("somebody takes traffic back in the bake", {}, async (web, steps) => {
  await web.publish();
  await web.until("Bake");
  await web.person.moveTraffic(web.account, 30);
  await web.settled();
  expect(steps).toEqual([
    step("admit", pass),
    ...LAUNCHED,
    ...VALIDATED,
    ...SHIFTED,
    ...BAKED,
    step("retireBlue", wait(10), "ModifyListener"),
    step("retireBlue", wait(50)),
    ...RETIRED,
  ]);
  expect(await factsOf(web)).toEqual({ ...REPLACED, weights: [0, 10, 50, 100, 100, 100] });
});
