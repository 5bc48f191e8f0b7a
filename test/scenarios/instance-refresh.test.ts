import {
  CancelInstanceRefreshCommand,
  CreateOrUpdateTagsCommand,
  StartInstanceRefreshCommand,
} from "@aws-sdk/client-auto-scaling";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";
import { sweepFor } from "../support/scenarios/sweeps.ts";

const WEB = { AutoScalingGroupName: "web" };

/** Somebody has blue's servers replaced, one at a time, each new one for a while. */
const refresh = ({ person }: Web) =>
  person.autoScaling.send(new StartInstanceRefreshCommand({ ...WEB, Preferences: { InstanceWarmup: 120 } }));

scenario(
  "a rollout is not begun while an instance refresh goes on, and begins by itself when it has ended",
  {},
  async (web) => {
    await refresh(web);
    const image = await web.publish();
    await web.minutes(1);
    expect(await web.rollouts()).toEqual([]);
    const refused = (await web.entries()).filter(({ action }) => action === "refused");
    expect(refused.at(-1)?.reason).toMatch(
      /^instance refresh \S+ of web goes on .* cancel-instance-refresh .*; it stays wanted, and is tried again/,
    );
    await sweepFor(web, 60);
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded", imageTo: image });
  },
);

scenario("one that begins in the bake keeps blue, until it has ended or is called off", {}, async (web) => {
  await web.publish();
  await web.until("Bake");
  await refresh(web);
  await web.until("RetireBlue");
  await web.minutes(2);
  expect((await web.rollout()).waiting?.reason).toMatch(/^blue stays: instance refresh \S+ of web goes on/);
  expect(web.simulator.world.state.groups.get("web")?.desiredCapacity).toBe(4);
  await web.person.autoScaling.send(new CancelInstanceRefreshCommand(WEB));
  await web.settled();
  expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
});

scenario("all that is in the way of a rollout is told at once", {}, async (web) => {
  await refresh(web);
  const tag = { ResourceId: "web", ResourceType: "auto-scaling-group", PropagateAtLaunch: true };
  const Tags = [{ ...tag, Key: "AmazonECSManaged", Value: "" }];
  await web.person.autoScaling.send(new CreateOrUpdateTagsCommand({ Tags }));
  await web.publish();
  await web.minutes(1);
  const refused = (await web.entries()).filter(({ action }) => action === "refused").at(-1);
  expect(refused?.reason).toMatch(/ECS capacity provider .*; instance refresh /);
  expect(await web.rollouts()).toEqual([]);
});
