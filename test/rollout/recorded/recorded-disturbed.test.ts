import { applyDesiredByAlarm } from "../../../simulator/services/auto-scaling/groups/size.ts";
import { setZoneCapacity } from "../../../simulator/services/ec2/instances/launch.ts";
import {
  BAKED,
  LAUNCHED,
  RETIRED,
  SHIFTED,
  transcript,
  VALIDATED,
} from "../../support/rollout/transcript.ts";
import { expect } from "../../support/scenarios/harness.ts";

const ELASTIC = { group: { MinSize: 2, MaxSize: 10, DesiredCapacity: 4 } };

transcript("a short bake and one step", { declaration: { bake: "20s" } }, async (web, lines) => {
  await web.publish();
  await web.settled();
  expect(lines).toEqual([
    "admit pass (4 1 2)",
    ...LAUNCHED,
    ...VALIDATED,
    ...SHIFTED,
    "bake wait 15s (20s)",
    "bake wait 5s (2 5s)",
    "bake pass (20s)",
    "retireBlue wait 30s (30s)",
    ...RETIRED,
  ]);
});

transcript("blue grows while traffic moves", { ...ELASTIC, leaves: { servers: 6 } }, async (web, lines) => {
  await web.publish();
  await web.untilShifted(10);
  applyDesiredByAlarm(web.simulator.world, "web", 6);
  await web.settled();
  expect(lines).toEqual([
    "admit pass (4 1 2)",
    ...LAUNCHED,
    ...VALIDATED,
    "shiftTraffic wait 30s (10%): UpdateAutoScalingGroup ModifyListener",
    "shiftTraffic wait 10s (4 6): UpdateAutoScalingGroup UpdateAutoScalingGroup",
    "shiftTraffic wait 10s (2) ×5",
    "shiftTraffic wait 10s (1)",
    "shiftTraffic wait 30s (50%): ModifyListener",
    "shiftTraffic wait 10s: ModifyListener",
    "shiftTraffic pass",
    ...BAKED,
    "retireBlue wait 70s (6): UpdateAutoScalingGroup UpdateAutoScalingGroup",
    "retireBlue pass (1): DeleteAutoScalingGroup",
    "closeRollout pass",
  ]);
});

transcript("no capacity for a while", {}, async (web, lines) => {
  const { world } = web.simulator;
  for (const zone of ["us-east-1a", "us-east-1b"]) setZoneCapacity(world, zone, false);
  await web.publish();
  await web.until("ObserveGreen");
  await web.minutes(0.3);
  setZoneCapacity(world, "us-east-1b", true);
  await web.settled();
  expect(lines).toEqual([
    "admit pass (4 1 2)",
    "launchGreen pass (4): CreateLaunchTemplateVersion ModifyListener CreateAutoScalingGroup",
    "observeGreen wait 15s",
    "observeGreen wait 5s (0 4) ×7",
    "observeGreen wait 6s (1 4)",
    "observeGreen pass (4 4)",
    "validateGreen wait 9s (8s)",
    "validateGreen wait 5s (4) ×8",
    "validateGreen pass (1)",
    ...SHIFTED,
    ...BAKED,
    ...RETIRED,
  ]);
});

transcript("the second rollout knows how long the first one's servers took", {}, async (web, lines) => {
  await web.publish({ "sim:boot-seconds": "90" });
  await web.settled();
  lines.length = 0;
  await web.publish({ "sim:boot-seconds": "90" });
  await web.settled();
  expect(lines).toEqual([
    "admit wait 13s",
    "admit pass (4 2 3)",
    "launchGreen pass (4): CreateLaunchTemplateVersion CreateAutoScalingGroup",
    "observeGreen wait 15s",
    "observeGreen pass (4 4)",
    "validateGreen wait 104s (1m44s)",
    "validateGreen pass (1)",
    ...SHIFTED,
    ...BAKED,
    "retireBlue wait 70s (4): UpdateAutoScalingGroup",
    "retireBlue pass (2): DeleteAutoScalingGroup DeleteLaunchTemplateVersions",
    "closeRollout pass",
  ]);
});

transcript("somebody takes traffic back in the shift", {}, async (web, lines) => {
  await web.publish();
  await web.untilShifted(50);
  await web.person.moveTraffic(web.account, 0);
  await web.settled();
  expect(lines).toEqual([
    "admit pass (4 1 2)",
    ...LAUNCHED,
    ...VALIDATED,
    "shiftTraffic wait 30s (10%): ModifyListener",
    "shiftTraffic wait 30s (50%): ModifyListener",
    "shiftTraffic wait 10s (50%): ModifyListener",
    "shiftTraffic wait 20s (50% 20s)",
    "shiftTraffic wait 10s: ModifyListener",
    "shiftTraffic pass",
    ...BAKED,
    ...RETIRED,
  ]);
});

transcript("somebody takes traffic back in the bake", {}, async (web, lines) => {
  await web.publish();
  await web.until("Bake");
  await web.person.moveTraffic(web.account, 30);
  await web.settled();
  expect(lines).toEqual([
    "admit pass (4 1 2)",
    ...LAUNCHED,
    ...VALIDATED,
    ...SHIFTED,
    ...BAKED,
    "retireBlue wait 10s (100%): ModifyListener",
    "retireBlue wait 50s (50s)",
    ...RETIRED,
  ]);
});
