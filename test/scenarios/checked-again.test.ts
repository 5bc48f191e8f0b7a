import { SetDesiredCapacityCommand } from "@aws-sdk/client-auto-scaling";
import { DeregisterImageCommand } from "@aws-sdk/client-ec2";
import { expect, scenario } from "../support/scenarios/harness.ts";

const AutoScalingGroupName = "web";
const ELASTIC = { group: { MinSize: 2, MaxSize: 10, DesiredCapacity: 4 } };

scenario(
  "blue is made larger in the bake: green is as large before blue goes",
  { ...ELASTIC, declaration: { bake: "5m" }, leaves: { servers: 7 } },
  async (web) => {
    await web.publish();
    await web.until("Bake");
    const larger = { AutoScalingGroupName, DesiredCapacity: 7 };
    await web.person.autoScaling.send(new SetDesiredCapacityCommand(larger));
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded", size: 7 });
  },
);

scenario(
  "green's image is gone before the release: blue stays, and takes the traffic back in the end",
  { declaration: { bake: "20m" } },
  async (web) => {
    const ImageId = await web.publish();
    await web.until("Bake");
    await web.person.ec2.send(new DeregisterImageCommand({ ImageId }));
    await web.until("RetireBlue");
    await web.minutes(5);
    expect((await web.rollout()).waiting?.reason).toContain(`blue stays: ${ImageId} does not exist`);
    await web.settled();
    expect(await web.rollout()).toMatchObject({
      outcome: "rolled-back",
      failure: { phase: "RetireBlue", imageAtFault: false },
    });
  },
);

scenario(
  "a zone of blue's in which green has nobody is named before blue goes",
  { declaration: { network: { subnets: ["subnet-a"] } } },
  async (web) => {
    await web.publish();
    await web.settled();
    const rollout = await web.rollout();
    expect(rollout).toMatchObject({ outcome: "succeeded" });
    expect(rollout.notFollowed).toEqual([
      expect.stringMatching(/^zone \S+: blue has 2 of its servers there, and green none$/),
    ]);
  },
);

scenario(
  "weights that somebody left on the empty side are set back before green has servers there",
  { leaves: { lost: true } },
  async (web) => {
    await web.person.moveTraffic(web.account, 30);
    await web.publish();
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
    const changes = web.changes().map(({ action }) => action);
    expect(changes.indexOf("ModifyListener")).toBeLessThan(changes.indexOf("CreateAutoScalingGroup"));
  },
);
