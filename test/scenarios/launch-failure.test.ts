import { DeregisterImageCommand } from "@aws-sdk/client-ec2";
import { setZoneCapacity } from "../../simulator/services/ec2/instances/launch.ts";
import { isQuarantined } from "../../src/ledger/image-verdicts.ts";
import { expect, scenario } from "../support/scenarios/harness.ts";

scenario("the image is deregistered between admission and launch", {}, async (web) => {
  const image = await web.publish();
  await web.until("LaunchGreen");
  await web.person.ec2.send(new DeregisterImageCommand({ ImageId: image }));
  await web.settled();
  const rollout = await web.rollout();
  expect(rollout).toMatchObject({
    outcome: "rolled-back",
    traffic: { setAt: null },
    failure: { phase: "LaunchGreen", imageAtFault: false },
  });
  expect(rollout.outcomeReason).toContain(`The image id '[${image}]' is no longer available`);
});

scenario("EC2 has no capacity anywhere: rolled back soon, and the image is not blamed", {}, async (web) => {
  const { world } = web.simulator;
  for (const zone of ["us-east-1a", "us-east-1b"]) setZoneCapacity(world, zone, false);
  const image = await web.publish();
  await web.settled();
  const rollout = await web.rollout();
  expect(rollout).toMatchObject({ outcome: "rolled-back", failure: { phase: "ObserveGreen" } });
  expect(rollout.outcomeReason).toMatch(/sufficient capacity/);
  expect(await isQuarantined(web.ledger, image, "web")).toBe(false);
});

scenario("capacity that comes back within the deadline is waited for", {}, async (web) => {
  const { world } = web.simulator;
  setZoneCapacity(world, "us-east-1a", false);
  setZoneCapacity(world, "us-east-1b", false);
  await web.publish();
  await web.until("ObserveGreen");
  await web.minutes(0.3);
  setZoneCapacity(world, "us-east-1b", true);
  await web.settled();
  expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
});

scenario(
  "servers that go on coming up and dying end with the launch deadline",
  { declaration: { deadlines: { launch: "4m" } } },
  async (web) => {
    const { world } = web.simulator;
    await web.publish();
    await web.until("LaunchGreen");
    await web.minutes(0.05);
    // One server is there, the others find no room.
    setZoneCapacity(world, "us-east-1a", false);
    await web.minutes(0.01);
    setZoneCapacity(world, "us-east-1b", false);
    await web.settled();
    expect((await web.rollout()).endedAt).not.toBeNull();
  },
);
