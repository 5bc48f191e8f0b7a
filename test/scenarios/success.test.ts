import { expect, scenario } from "../support/scenarios/harness.ts";

const EVERY_GATE = [
  { kind: "instance-status" as const },
  { kind: "target-health" as const, for: "30s" },
  { kind: "command" as const, commands: ["/opt/selftest"] },
  { kind: "http" as const, path: "/healthz" },
  { kind: "alarm" as const, alarms: ["web-5xx"] },
];

for (const strategy of ["alb-weighted", "nlb-weighted", "target-group", "none"] as const) {
  scenario(`a new image replaces a fleet: ${strategy}`, { strategy }, async (web) => {
    const image = await web.publish();
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded", imageTo: image });
    expect(await web.liveImage()).toBe(image);
    expect(web.states.filter((state) => state === "RollBack")).toEqual([]);
  });
}

scenario(
  "every gate is passed before any traffic moves",
  { declaration: { gates: EVERY_GATE } },
  async (web) => {
    await web.publish();
    await web.until("ShiftTraffic");
    const { gates, traffic } = await web.rollout();
    expect(gates.map(({ gate, verdict }) => `${gate} ${verdict}`).sort()).toEqual([
      "alarm pass",
      "command pass",
      "http pass",
      "instance-status pass",
      "target-health pass",
    ]);
    expect(traffic.setAt).toBeNull();
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
  },
);

scenario("traffic moves in the declared steps, each read back and watched", {}, async (web) => {
  await web.publish();
  const green = web.account.targetGroups[1];
  const shares: (number | undefined)[] = [];
  for (const percent of [10, 50, 100]) {
    await web.untilShifted(percent);
    await web.minutes(0.25);
    const share = web.traffic.split().find(({ targetGroupArn }) => targetGroupArn === green)?.share ?? 0;
    shares.push(Math.round(share * 100));
  }
  expect(shares).toEqual([10, 50, 100]);
  await web.settled();
});

scenario("one image after the other: three generations, one left", {}, async (web) => {
  for (let round = 0; round < 2; round++) {
    await web.publish();
    await web.settled();
    await web.minutes(1);
  }
  expect((await web.rollouts()).map(({ outcome, green }) => [green, outcome])).toEqual([
    [3, "succeeded"],
    [2, "succeeded"],
  ]);
});

scenario("the next rollout looks when the last one's servers were healthy", {}, async (web) => {
  await web.publish();
  await web.settled();
  const first = web.states.filter((state) => state === "ValidateGreen").length;
  await web.publish();
  await web.settled();
  const second = web.states.filter((state) => state === "ValidateGreen").length - first;
  expect(second).toBeLessThanOrEqual(first);
});

scenario("what is told on the bus: that it started and that it succeeded", {}, async (web) => {
  const told: string[] = [];
  web.simulator.world.onEvent(({ source, "detail-type": type }) => {
    if (source === "moult") told.push(type);
  });
  await web.publish();
  await web.settled();
  expect(told).toEqual(["Rollout Started", ...Array(3).fill("Traffic Shifted"), "Rollout Succeeded"]);
});

for (const [strategy, port] of [
  ["alb-weighted", 8080],
  ["target-group", 8080],
  ["none", 80],
] as const) {
  scenario(
    `servers are asked on port ${port} where no port is declared: ${strategy}`,
    {
      strategy,
      declaration: { gates: [{ kind: "http", path: "/healthz" }] },
      before: async ({ simulator }) => {
        for (const group of simulator.world.state.targetGroups.values()) Object.assign(group, { port: 8080 });
      },
    },
    async (web) => {
      const asked: string[] = [];
      const { probe } = web.runtime;
      Object.assign(web.runtime, {
        probe: (url: string, timeout: number) => {
          asked.push(new URL(`${url}`).host.split(":")[1] ?? "80");
          return probe(url, timeout);
        },
      });
      await web.publish();
      await web.settled();
      expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
      expect(new Set(asked)).toEqual(new Set([String(port)]));
    },
  );
}
