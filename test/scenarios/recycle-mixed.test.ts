import { UpdateAutoScalingGroupCommand } from "@aws-sdk/client-auto-scaling";
import { TerminateInstancesCommand } from "@aws-sdk/client-ec2";
import { expect, scenario, type ScenarioPlan, type Web } from "../support/scenarios/harness.ts";
import {
  drift,
  idsOf,
  membersOf,
  RECYCLED,
  recycleOf,
  recyclesOf,
  zonesOf,
} from "../support/scenarios/recycled.ts";

// A group that launches several instance types, and of them On-Demand and Spot servers (AS/InstancesDistribution).

interface Mix {
  readonly base: number;
  /** Of what is above the base, On-Demand. */
  readonly percent: number;
}

/** The group has this policy from the beginning: all that it has beyond what is to be On-Demand is launched anew. */
const mixed = ({ base, percent }: Mix, servers = 4): ScenarioPlan => ({
  ...RECYCLED,
  servers,
  before: async (web) => {
    const LaunchTemplateSpecification = { LaunchTemplateId: web.account.template, Version: "1" };
    await web.minutes(5);
    await web.person.autoScaling.send(
      new UpdateAutoScalingGroupCommand({
        AutoScalingGroupName: "web",
        MixedInstancesPolicy: {
          LaunchTemplate: {
            LaunchTemplateSpecification,
            Overrides: [{ InstanceType: "m7i.large" }, { InstanceType: "m7i.xlarge" }],
          },
          InstancesDistribution: {
            OnDemandBaseCapacity: base,
            OnDemandPercentageAboveBaseCapacity: percent,
            SpotAllocationStrategy: "price-capacity-optimized",
          },
        },
      }),
    );
    const onDemand = base + Math.ceil(((servers - base) * percent) / 100);
    await web.person.ec2.send(new TerminateInstancesCommand({ InstanceIds: idsOf(web).slice(onDemand) }));
  },
});

const isSpot = ({ simulator }: Web, id: string): boolean =>
  simulator.world.state.instances.get(id)?.spot === true;

/** How many of the group's servers are bought how: `2 on demand, 2 spot`. */
const boughtBy = (web: Web): string => {
  const spot = idsOf(web).filter((id) => isSpot(web, id)).length;
  return `${idsOf(web).length - spot} on demand, ${spot} spot`;
};

/** The most and fewest servers in service at any instant from now on. */
function servingIn(web: Web): { least: number } {
  const seen = { least: Number.POSITIVE_INFINITY };
  web.simulator.world.onWorldEvent(() => {
    const serving = membersOf(web).filter(({ lifecycleState }) => lifecycleState === "InService").length;
    seen.least = Math.min(seen.least, serving);
  });
  return seen;
}

scenario(
  "a Spot server of a mixed group: its substitute comes out of the group by its policy, and zones stay even",
  mixed({ base: 1, percent: 0 }),
  async (web) => {
    expect(boughtBy(web)).toBe("1 on demand, 3 spot");
    const old = idsOf(web);
    const first = old.find((id) => isSpot(web, id)) ?? "";
    const seen = servingIn(web);
    await drift(web, [first]);
    await web.settled();
    await web.minutes(2);
    expect(await recycleOf(web)).toMatchObject({ outcome: "succeeded", replaced: [first] });
    const [fresh] = membersOf(web).filter(({ id }) => !old.includes(id));
    expect(fresh).toMatchObject({ instanceType: "m7i.large", launchTemplate: { version: "1" } });
    expect([boughtBy(web), zonesOf(web), seen.least]).toEqual(["1 on demand, 3 spot", "a2 b2", 4]);
  },
);

scenario(
  "the one On-Demand server of a mixed group: it is not given up for a Spot server, and that is named",
  mixed({ base: 1, percent: 0 }),
  async (web) => {
    const first = idsOf(web).find((id) => !isSpot(web, id)) ?? "";
    const spot = idsOf(web).find((id) => isSpot(web, id)) ?? "";
    await drift(web, [first, spot]);
    await web.settled();
    await web.minutes(2);
    expect(idsOf(web)).toContain(first);
    expect(boughtBy(web)).toBe("1 on demand, 3 spot");
    const recycle = await recycleOf(web);
    expect(recycle).toMatchObject({ outcome: "succeeded", replaced: [spot] });
    expect(recycle.left).toMatchObject([{ server: first, reason: expect.stringMatching(/On-Demand/) }]);
    expect(await recyclesOf(web)).toHaveLength(1);
  },
);

for (const atOnce of [1, 2])
  scenario(
    `half of a mixed group is due, ${atOnce} at once: as many are On-Demand afterwards as before`,
    {
      ...mixed({ base: 0, percent: 50 }, 8),
      declaration: { ...RECYCLED.declaration, budget: { atOnce } },
    },
    async (web) => {
      expect(boughtBy(web)).toBe("4 on demand, 4 spot");
      const old = idsOf(web);
      const due = [
        ...old.filter((id) => isSpot(web, id)).slice(0, 2),
        ...old.filter((id) => !isSpot(web, id)).slice(0, 2),
      ];
      const seen = servingIn(web);
      await drift(web, due);
      await web.settled();
      await web.minutes(5);
      const recycle = await recycleOf(web);
      expect(recycle.outcome).toBe("succeeded");
      expect([...recycle.replaced, ...recycle.left.map(({ server }) => server)].toSorted()).toEqual(
        due.toSorted(),
      );
      const onDemand = idsOf(web).filter((id) => !isSpot(web, id)).length;
      expect(onDemand).toBeGreaterThanOrEqual(4);
      expect([zonesOf(web), seen.least]).toEqual(["a4 b4", 8]);
    },
  );
