import { expect, scenario } from "../support/scenarios/harness.ts";

const initial = { min: 2, desired: 3, max: 6 };
const network = { subnets: ["subnet-a", "subnet-b"] };

for (const strategy of ["alb-weighted", "nlb-weighted", "target-group", "none"] as const) {
  scenario(
    `a first generation is made from the declaration: ${strategy}`,
    {
      strategy,
      firstGeneration: true,
      declaration: { capacity: { initial }, network },
      // Before it there is nobody to answer.
      leaves: { servers: 3, minimum: 2, lost: true },
    },
    async (web) => {
      const image = await web.publish();
      await web.settled();
      expect(await web.rollout()).toMatchObject({
        outcome: "succeeded",
        blue: null,
        green: 1,
        imageTo: image,
      });
      const before = web.traffic.report().lost;
      await web.minutes(5);
      expect(web.traffic.report().lost - before).toBe(0);
    },
  );
}

scenario(
  "a first generation in one target group, which is checked only once it is attached, has its time to boot",
  {
    strategy: "target-group",
    firstGeneration: true,
    declaration: { capacity: { initial }, network, bake: "1m" },
    leaves: { servers: 3, minimum: 2, lost: true },
  },
  async (web) => {
    const image = await web.publish({ "sim:boot-seconds": "200" });
    await web.settled();
    const { milestones, startedAt, ...rollout } = await web.rollout();
    expect(rollout).toMatchObject({ outcome: "succeeded", green: 1, imageTo: image });
    // Nothing bakes that does not answer yet.
    expect((milestones.baked ?? 0) - startedAt).toBeGreaterThan(260_000);
  },
);

scenario(
  "a first generation in one target group that never answers is taken away again, and its image is to blame",
  {
    strategy: "target-group",
    firstGeneration: true,
    declaration: { capacity: { initial }, network, deadlines: { validate: "3m" } },
    leaves: { noLive: true, lost: true },
  },
  async (web) => {
    await web.publish({ "sim:healthy-seconds": "never" });
    await web.settled();
    expect(await web.rollout()).toMatchObject({
      outcome: "rolled-back",
      failure: { phase: "ShiftTraffic", error: "GateFailed", imageAtFault: true },
    });
  },
);

scenario(
  "a first generation that never gets healthy is taken away again",
  {
    firstGeneration: true,
    declaration: { capacity: { initial }, network, deadlines: { validate: "3m" } },
    leaves: { noLive: true, lost: true },
  },
  async (web) => {
    await web.publish({ "sim:healthy-seconds": "never" });
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "rolled-back" });
  },
);

scenario(
  "the second rollout of a fleet that began with none follows the first generation",
  {
    firstGeneration: true,
    declaration: { capacity: { initial }, network },
    leaves: { servers: 3, minimum: 2, lost: true },
  },
  async (web) => {
    await web.publish();
    await web.settled();
    const lost = web.traffic.report().lost;
    const image = await web.publish();
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded", blue: 1, green: 2, imageTo: image });
    expect(web.traffic.report().lost - lost).toBe(0);
  },
);

for (const strategy of ["alb-weighted", "none"] as const) {
  scenario(
    `a fleet of size zero is replaced all the same: ${strategy}`,
    {
      strategy,
      servers: 0,
      group: { MinSize: 0, MaxSize: 4, DesiredCapacity: 0 },
      declaration: {
        gates: [
          { kind: "instance-status" },
          ...(strategy === "none" ? [] : [{ kind: "target-health" as const }]),
          { kind: "command", commands: ["/opt/selftest"] },
          { kind: "http" },
        ],
      },
      leaves: { lost: true },
    },
    async (web) => {
      const image = await web.publish();
      await web.settled();
      expect(await web.rollout()).toMatchObject({ outcome: "succeeded", size: 0 });
      expect(await web.liveImage()).toBe(image);
    },
  );
}

scenario(
  "a fleet of size zero whose only gate is a command",
  {
    strategy: "none",
    servers: 0,
    group: { MinSize: 0, MaxSize: 4, DesiredCapacity: 0 },
    declaration: { gates: [{ kind: "command", commands: ["/opt/selftest"] }] },
  },
  async (web) => {
    await web.publish();
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
  },
);

scenario("a fleet of one server loses no request", { servers: 1 }, async (web) => {
  await web.publish();
  await web.settled();
  expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
});

scenario("a fleet in one zone", { group: { VPCZoneIdentifier: "subnet-a" } }, async (web) => {
  await web.publish();
  await web.settled();
  const { instances } = web.simulator.world.state;
  const running = [...instances.values()].filter(({ state }) => state === "running");
  expect(new Set(running.map(({ subnetId }) => subnetId))).toEqual(new Set(["subnet-a"]));
});
