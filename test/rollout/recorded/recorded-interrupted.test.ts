import { DeleteAutoScalingGroupCommand } from "@aws-sdk/client-auto-scaling";
import { freeze, lift } from "../../../src/ledger/freezes.ts";
import { factsOf, REPLACED, ROLLED_BACK } from "../../support/rollout/recorded-facts.ts";
import { fail, pass, step, times, transcript, wait } from "../../support/rollout/transcript.ts";
import {
  BAKED,
  LAUNCHED,
  REMOVED,
  RETIRED,
  RETURNED,
  SHIFTED,
  VALIDATED,
} from "../../support/rollout/usual-steps.ts";
import { expect } from "../../support/scenarios/harness.ts";

transcript("a freeze in the shift, longer than a lease, and an abort under it", {}, async (web, steps) => {
  await web.publish();
  await web.untilShifted(10);
  const since = web.simulator.clock.now();
  await freeze(web.ledger, { fleet: "web", reason: "incident", by: "ada", since, until: null });
  await web.minutes(4);
  await web.abort();
  await web.minutes(4);
  await lift(web.ledger, "web");
  await web.settled();
  expect(steps).toEqual([
    step("admit", pass),
    ...LAUNCHED,
    ...VALIDATED,
    step("shiftTraffic", wait(30), "ModifyListener"),
    times(8, step("shiftTraffic", wait(60))),
    step("shiftTraffic", fail),
    ...RETURNED,
    ...REMOVED,
    step("closeRollout", fail),
  ]);
  expect(await factsOf(web)).toEqual({ ...ROLLED_BACK, failedIn: "ShiftTraffic", weights: [0, 10, 0] });
});

transcript("green's group is deleted in the shift", { leaves: { lost: true } }, async (web, steps) => {
  await web.publish();
  await web.untilShifted(50);
  await web.person.autoScaling.send(
    new DeleteAutoScalingGroupCommand({ AutoScalingGroupName: "web-g0002", ForceDelete: true }),
  );
  await web.settled();
  expect(steps).toEqual([
    step("admit", pass),
    ...LAUNCHED,
    ...VALIDATED,
    times(2, step("shiftTraffic", wait(30), "ModifyListener")),
    step("shiftTraffic", fail),
    ...RETURNED,
    step("rollBack", pass, "ModifyListener", "UpdateAutoScalingGroup", "DeleteLaunchTemplateVersions"),
    step("closeRollout", fail),
  ]);
  expect(await factsOf(web)).toEqual({ ...ROLLED_BACK, failedIn: "ShiftTraffic", weights: [0, 10, 50, 0] });
});

transcript("a newer image before traffic moved", {}, async (web, steps) => {
  await web.publish();
  await web.until("ValidateGreen");
  const newer = await web.publish();
  await web.settled();
  expect(steps).toEqual([
    step("admit", pass),
    ...LAUNCHED,
    step("validateGreen", wait(50)),
    step("validateGreen", fail),
    ...REMOVED,
    // Its end has begun the next one before it tells the bus, and answers.
    step("admit", wait(15)),
    step("closeRollout", fail),
    step("admit", pass),
    step("launchGreen", pass, "CreateLaunchTemplateVersion", "ModifyListener", "CreateAutoScalingGroup"),
    step("observeGreen", wait(15)),
    step("observeGreen", pass),
    ...VALIDATED,
    ...SHIFTED,
    ...BAKED,
    ...RETIRED,
  ]);
  expect(await factsOf(web)).toEqual({ ...REPLACED, green: 3, weights: [0, 0, 10, 50, 100, 100] });
  expect((await web.rollouts())[1]).toMatchObject({
    green: 2,
    outcome: "superseded",
    abort: null,
    failure: {
      error: "Superseded",
      reason: `the fleet is to run ${newer} from template version 1 now, before traffic moved`,
    },
  });
});

transcript("nothing to do, and a fleet that is refused", {}, async (web, steps) => {
  await web.start({ force: false });
  await web.settled();
  await web.start({ image: "ami-00000000000000bad" });
  await web.settled();
  expect(steps).toEqual([step("admit", { verdict: "nothing-to-do" }), step("admit", { verdict: "refused" })]);
  expect(await web.rollouts()).toEqual([]);
});
