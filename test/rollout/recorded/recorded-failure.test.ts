import { DeleteAutoScalingGroupCommand } from "@aws-sdk/client-auto-scaling";
import { setZoneCapacity } from "../../../simulator/services/ec2/instances/launch.ts";
import { freeze, lift } from "../../../src/ledger/freezes.ts";
import {
  BAKED,
  LAUNCHED,
  REMOVED,
  RETIRED,
  RETURNED,
  SHIFTED,
  transcript,
  VALIDATED,
} from "../../support/rollout/transcript.ts";
import { expect } from "../../support/scenarios/harness.ts";

transcript(
  "never healthy, kept for study",
  { declaration: { deadlines: { validate: "2m" }, onFailure: { keepGreen: "10m" } } },
  async (web, lines) => {
    await web.publish({ "sim:healthy-seconds": "never" });
    await web.settled();
    expect(lines).toEqual([
      "admit pass (4 1 2)",
      ...LAUNCHED,
      "validateGreen wait 50s (50s)",
      "validateGreen wait 6s (4) ×2",
      "validateGreen wait 7s (4) ×2",
      "validateGreen wait 8s (4)",
      "validateGreen wait 9s (4)",
      "validateGreen wait 10s (4)",
      "validateGreen wait 11s (4)",
      "validateGreen wait 12s (4)",
      "validateGreen fail (4 2m)",
      "rollBack wait 300s (10m)",
      "rollBack wait 300s (5m)",
      ...REMOVED,
      "closeRollout fail (4 2m)",
    ]);
  },
);

transcript(
  "errors in the bake",
  {
    declaration: { gates: [{ kind: "target-health" }, { kind: "alarm", alarms: ["web-5xx"] }], bake: "10m" },
  },
  async (web, lines) => {
    await web.publish({ "sim:error-rate": "0.5" });
    await web.settled();
    expect(lines).toEqual([
      "admit pass (4 1 2)",
      ...LAUNCHED,
      "validateGreen wait 50s (50s)",
      "validateGreen pass (2)",
      "shiftTraffic wait 30s (10%): ModifyListener",
      "shiftTraffic wait 30s (50%): ModifyListener",
      "shiftTraffic fail (50% 1 1 574.0 50.0)",
      ...RETURNED,
      ...REMOVED,
      "closeRollout fail (50% 1 1 574.0 50.0)",
    ]);
  },
);

transcript(
  "servers that sicken in the bake",
  { declaration: { bake: "30m", deadlines: { validate: "2m" } }, leaves: { lost: true } },
  async (web, lines) => {
    await web.publish({ "sim:sickens-seconds": "300" });
    await web.settled();
    expect(lines).toEqual([
      "admit pass (4 1 2)",
      ...LAUNCHED,
      ...VALIDATED,
      ...SHIFTED,
      "bake wait 75s (30m)",
      "bake wait 75s (2 28m45s)",
      "bake wait 75s (2 27m30s)",
      "bake wait 75s (2 26m15s)",
      "bake fail (0 4)",
      ...RETURNED,
      ...REMOVED,
      "closeRollout fail (0 4)",
    ]);
  },
);

transcript(
  "a command that fails",
  { declaration: { gates: [{ kind: "target-health" }, { kind: "command", commands: ["/opt/selftest"] }] } },
  async (web, lines) => {
    await web.publish({ "sim:command-exit-code": "3" });
    await web.settled();
    expect(lines).toEqual([
      "admit pass (4 1 2)",
      ...LAUNCHED,
      "validateGreen wait 50s (50s)",
      "validateGreen wait 5s: SendCommand",
      "validateGreen fail (4 3 3 3 3 3 3)",
      ...REMOVED,
      "closeRollout fail (4 3 3 3 3 3 3)",
    ]);
  },
);

transcript("no capacity anywhere", {}, async (web, lines) => {
  for (const zone of ["us-east-1a", "us-east-1b"]) setZoneCapacity(web.simulator.world, zone, false);
  await web.publish();
  await web.settled();
  expect(lines).toEqual([
    "admit pass (4 1 2)",
    "launchGreen pass (4): CreateLaunchTemplateVersion ModifyListener CreateAutoScalingGroup",
    "observeGreen wait 15s",
    "observeGreen wait 5s (0 4) ×7",
    "observeGreen wait 6s (0 4) ×2",
    "observeGreen wait 7s (0 4)",
    "observeGreen wait 8s (0 4) ×2",
    "observeGreen wait 9s (0 4)",
    "observeGreen wait 10s (0 4)",
    "observeGreen wait 11s (0 4)",
    "observeGreen fail (8)",
    "rollBack wait 10s: UpdateAutoScalingGroup",
    "rollBack pass (2): DeleteAutoScalingGroup DeleteLaunchTemplateVersions",
    "closeRollout fail (8)",
  ]);
});

transcript(
  "the rollout's deadline",
  { declaration: { bake: "2h", deadlines: { rollout: "20m" } } },
  async (web, lines) => {
    await web.publish();
    await web.settled();
    expect(lines).toEqual([
      "admit pass (4 1 2)",
      ...LAUNCHED,
      ...VALIDATED,
      ...SHIFTED,
      "bake wait 75s (2h)",
      "bake wait 75s (2 1h58m)",
      "bake wait 75s (2 1h57m)",
      "bake wait 75s (2 1h56m)",
      "bake wait 75s (2 1h55m)",
      "bake wait 75s (2 1h53m)",
      "bake wait 75s (2 1h52m)",
      "bake wait 75s (2 1h51m)",
      "bake wait 75s (2 1h50m)",
      "bake wait 75s (2 1h48m)",
      "bake wait 75s (2 1h47m)",
      "bake wait 75s (2 1h46m)",
      "bake wait 75s (2 1h44m)",
      "bake wait 75s (2 1h43m)",
      "bake wait 75s (2 1h42m)",
      "bake fail (20m)",
      ...RETURNED,
      ...REMOVED,
      "closeRollout fail (20m)",
    ]);
  },
);

transcript("a freeze in the shift, longer than a lease, and an abort under it", {}, async (web, lines) => {
  await web.publish();
  await web.untilShifted(10);
  const since = web.simulator.clock.now();
  await freeze(web.ledger, { fleet: "web", reason: "incident", by: "ada", since, until: null });
  await web.minutes(4);
  await web.abort();
  await web.minutes(4);
  await lift(web.ledger, "web");
  await web.settled();
  expect(lines).toEqual([
    "admit pass (4 1 2)",
    ...LAUNCHED,
    ...VALIDATED,
    "shiftTraffic wait 30s (10%): ModifyListener",
    "shiftTraffic wait 60s ×8",
    "shiftTraffic fail",
    ...RETURNED,
    ...REMOVED,
    "closeRollout fail",
  ]);
});

transcript("green's group is deleted in the shift", { leaves: { lost: true } }, async (web, lines) => {
  await web.publish();
  await web.untilShifted(50);
  await web.person.autoScaling.send(
    new DeleteAutoScalingGroupCommand({ AutoScalingGroupName: "web-g0002", ForceDelete: true }),
  );
  await web.settled();
  expect(lines).toEqual([
    "admit pass (4 1 2)",
    ...LAUNCHED,
    ...VALIDATED,
    "shiftTraffic wait 30s (10%): ModifyListener",
    "shiftTraffic wait 30s (50%): ModifyListener",
    "shiftTraffic fail",
    ...RETURNED,
    "rollBack pass (2): UpdateAutoScalingGroup DeleteLaunchTemplateVersions",
    "closeRollout fail",
  ]);
});

transcript("a newer image before traffic moved", {}, async (web, lines) => {
  await web.publish();
  await web.until("ValidateGreen");
  await web.publish();
  await web.settled();
  expect(lines).toEqual([
    "admit pass (4 1 2)",
    ...LAUNCHED,
    "validateGreen wait 50s (50s)",
    "admit queued",
    "validateGreen fail (518122)",
    ...REMOVED,
    "closeRollout fail (518122)",
    "admit wait 15s",
    "admit pass (4 1 3)",
    "launchGreen pass (4): CreateLaunchTemplateVersion CreateAutoScalingGroup",
    "observeGreen wait 15s",
    "observeGreen pass (4 4)",
    ...VALIDATED,
    ...SHIFTED,
    ...BAKED,
    ...RETIRED,
  ]);
});

transcript("nothing to do, and a fleet that is refused", {}, async (web, lines) => {
  await web.start({ force: false });
  await web.settled();
  await web.start({ image: "ami-00000000000000bad" });
  await web.settled();
  expect(lines).toEqual(["admit nothing-to-do (1)", "admit refused"]);
});
