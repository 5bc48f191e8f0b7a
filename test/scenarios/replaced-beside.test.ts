import {
  DeleteWarmPoolCommand,
  PutWarmPoolCommand,
  UpdateAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import { setZoneCapacity } from "../../simulator/services/ec2/instances/launch.ts";
import { interruptSpot, recommendRebalance } from "../../simulator/services/ec2/spot/notices.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";
import { sweepFor } from "../support/scenarios/sweeps.ts";

// What Auto Scaling replaces by itself while a rollout goes on (aws-facts 8.1, 8.3).

const serversOf = (web: Web, group: string) => [
  ...(web.simulator.world.state.groups.get(group)?.instances.values() ?? []),
];
const zonesOf = (web: Web, group: string): string[] =>
  serversOf(web, group)
    .map(({ zone }) => zone.slice(-1))
    .toSorted((a, b) => (a < b ? -1 : 1));

for (const phase of ["ObserveGreen", "ValidateGreen", "ShiftTraffic", "Bake"] as const) {
  scenario(`green stands in one zone, and the other one is back in ${phase}`, {}, async (web) => {
    const { world } = web.simulator;
    setZoneCapacity(world, "us-east-1a", false);
    await web.publish();
    await web.until(phase);
    await web.minutes(0.2);
    setZoneCapacity(world, "us-east-1a", true);
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded", size: 4 });
    expect(web.traffic.report().lost).toBe(0);
    await web.minutes(5);
    expect(zonesOf(web, "web-g0002")).toEqual(["a", "a", "b", "b"]);
  });
}

const SPOT = {
  template: { InstanceMarketOptions: { MarketType: "spot" as const } },
  group: { CapacityRebalance: true, MaxSize: 8 },
};

for (const phase of ["ValidateGreen", "ShiftTraffic", "Bake", "RetireBlue"] as const) {
  scenario(`EC2 takes Spot servers of both sides back in ${phase}`, SPOT, async (web) => {
    const { world } = web.simulator;
    await web.publish();
    await web.until(phase);
    let taken = 0;
    for (const group of ["web", "web-g0002"]) {
      const [risky] = serversOf(web, group);
      if (risky?.lifecycleState !== "InService") continue;
      taken += 1;
      recommendRebalance(world, risky.id);
      await web.minutes(0.5);
      if (world.state.instances.get(risky.id)?.state === "running") interruptSpot(world, risky.id);
    }
    expect(taken).toBe(2);
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded", size: 4 });
  });
}

// Without a warm-up servers count as ready before they have booted, and users lose requests: that is AWS's word, not moult's.
const WARM = { group: { DefaultInstanceWarmup: 90 } };

scenario("servers of blue reach their maximum lifetime in the rollout", WARM, async (web) => {
  await web.minutes(24 * 60);
  await web.publish();
  await web.until("ObserveGreen");
  const before = serversOf(web, "web").map(({ id }) => id);
  const policy = { MinHealthyPercentage: 100, MaxHealthyPercentage: 125 };
  await web.person.autoScaling.send(
    new UpdateAutoScalingGroupCommand({
      AutoScalingGroupName: "web",
      MaxInstanceLifetime: 86_400,
      InstanceMaintenancePolicy: policy,
    }),
  );
  await web.until("Bake");
  expect(serversOf(web, "web").filter(({ id }) => !before.includes(id)).length).toBeGreaterThan(0);
  await web.settled();
  expect(await web.rollout()).toMatchObject({ outcome: "succeeded", size: 4 });
});

scenario("blue was given a warm pool: no rollout begins, until it is deleted", {}, async (web) => {
  const WEB = { AutoScalingGroupName: "web" };
  await web.person.autoScaling.send(new PutWarmPoolCommand({ ...WEB, MinSize: 1 }));
  await web.minutes(2);
  const image = await web.publish();
  await web.minutes(1);
  const refused = (await web.entries()).filter(({ action }) => action === "refused").at(-1);
  expect(refused?.reason).toMatch(/WarmPoolConfiguration: .* delete the warm pool/);
  expect(await web.rollouts()).toEqual([]);
  await web.person.autoScaling.send(new DeleteWarmPoolCommand(WEB));
  await web.minutes(2);
  await sweepFor(web, 60);
  await web.settled();
  expect(await web.rollout()).toMatchObject({ outcome: "succeeded", imageTo: image });
});
