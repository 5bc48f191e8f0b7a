import { onGreen, putAlarm, setAlarm } from "../support/scenarios/alarms.ts";
import { UpdateAutoScalingGroupCommand } from "@aws-sdk/client-auto-scaling";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";
import { lostWithin, replaceSick, sicken } from "../support/scenarios/ill-servers.ts";

/** D of the scenarios' target groups is 10 s (an interval of 5 s, twice); moult has 120 s on top of it. */
const BOUND_MINUTES = 130 / 60;

const share = async (web: Web): Promise<number> => (await web.rollout()).traffic.setPercent;
const waitingFor = async (web: Web): Promise<string> => (await web.rollout()).waiting?.reason ?? "";

for (const servers of [1, 4, 100]) {
  for (const strategy of ["alb-weighted", "nlb-weighted"] as const) {
    scenario(
      `blue's servers fall ill at 50%, ada aborts: green serves, and blue when it is well again (${strategy}, ${servers})`,
      { servers, strategy, leaves: { lost: true } },
      async (web) => {
        await web.publish();
        await web.untilShifted(50);
        sicken(web, "web");
        await web.minutes(0.3);
        await web.abort();
        await web.minutes(BOUND_MINUTES);
        expect(await lostWithin(web, 60)).toBe(0);
        expect(await share(web)).toBe(100);
        expect(await waitingFor(web)).toMatch(/^blue has no healthy server to take the traffic back/);
        await replaceSick(web, "web");
        await web.settled();
        expect(await web.rollout()).toMatchObject({ outcome: "rolled-back", failure: { error: "Aborted" } });
        expect(await web.liveImage()).toBe(web.account.image);
      },
    );
  }
}

scenario(
  "one target group: blue's servers fall ill while both are in it, ada aborts: green stays beside blue",
  { strategy: "target-group", leaves: { lost: true } },
  async (web) => {
    await web.publish();
    await web.untilShifted(50);
    sicken(web, "web");
    await web.minutes(0.3);
    await web.abort();
    await web.minutes(BOUND_MINUTES);
    expect(await lostWithin(web, 60)).toBe(0);
    expect(await share(web)).toBe(50);
    await replaceSick(web, "web");
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "rolled-back" });
  },
);

for (const phase of ["Bake", "RetireBlue"] as const) {
  scenario(
    `blue's servers are ill when ada aborts in ${phase}: all traffic stays on green until they are well`,
    { declaration: { bake: "10m", retire: { drain: "30m", warm: "2h" } } },
    async (web) => {
      await web.publish();
      await web.until(phase);
      sicken(web, "web");
      await web.minutes(1);
      await web.abort();
      await web.minutes(30);
      expect(await share(web)).toBe(100);
      await replaceSick(web, "web");
      await web.settled();
      expect(await web.rollout()).toMatchObject({ outcome: "rolled-back" });
    },
  );
}

for (const strategy of ["alb-weighted", "nlb-weighted", "target-group", "none"] as const) {
  const sizes: number[] = [];
  scenario(
    `somebody cuts blue to 1 of 10 in the bake, then ada aborts a green that is well: blue has the floor first (${strategy})`,
    {
      servers: 10,
      strategy,
      declaration: { bake: "10m" },
      leaves: { minimum: 1 },
      simulator: {
        faults: ({ action, input, caller }) => {
          const isGreens = input["AutoScalingGroupName"] === "web-g0002";
          const isAway =
            (action === "ModifyListener" && /"Weight":100/.test(JSON.stringify(input))) ||
            (isGreens && (action === "DetachTrafficSources" || action === "UpdateAutoScalingGroup"));
          if (caller.startsWith("moult") && isAway) sizes.push(inService());
          return undefined;
        },
      },
    },
    async (web) => {
      sizes.length = 0;
      const { groups } = web.simulator.world.state;
      inService = () =>
        [...(groups.get("web")?.instances.values() ?? [])].filter(
          ({ lifecycleState }) => lifecycleState === "InService",
        ).length;
      await web.publish();
      await web.until("Bake");
      await web.minutes(2);
      await web.person.autoScaling.send(
        new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: "web", MinSize: 1, DesiredCapacity: 1 }),
      );
      await web.minutes(3);
      await web.abort();
      sizes.length = 0;
      await web.settled();
      expect(await web.rollout()).toMatchObject({ outcome: "rolled-back" });
      expect(sizes[0]).toBe(10);
    },
  );
}
let inService = (): number => 0;

scenario(
  "an ill green and a blue below the floor share the traffic by what answers of each, and blue grows meanwhile",
  {
    servers: 10,
    declaration: {
      bake: "30m",
      gates: [
        { kind: "target-health", healthy: "100%" },
        { kind: "alarm", alarms: ["web-sad"] },
      ],
    },
    before: (web) => putAlarm(web, onGreen(web)),
    leaves: { lost: true },
  },
  async (web) => {
    await web.publish();
    await web.until("Bake");
    await web.minutes(1);
    sicken(web, "web", 6);
    sicken(web, "web-g0002", 5);
    await web.minutes(1);
    // As long as blue is as ill, that says nothing of green; what rings on green's own target group does.
    expect((await web.rollout()).failure).toBeNull();
    setAlarm(web, "ALARM");
    await web.until("RollBack");
    await web.minutes(1);
    expect(await share(web)).toBe(56);
    await replaceSick(web, "web");
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "rolled-back", failure: { imageAtFault: true } });
  },
);

scenario(
  "nobody answers on either side: traffic stays where it is, and goes to blue's first server that does",
  { leaves: { lost: true } },
  async (web) => {
    await web.publish();
    await web.untilShifted(50);
    sicken(web, "web");
    sicken(web, "web-g0002");
    await web.until("RollBack");
    await web.minutes(5);
    expect(await share(web)).toBe(50);
    expect(await waitingFor(web)).toBe("no server of either side answers: traffic stays where it is");
    await replaceSick(web, "web");
    await web.minutes(BOUND_MINUTES);
    expect(await share(web)).toBe(0);
    await web.settled();
  },
);

scenario(
  "blue falls ill once it has the traffic back, while green is kept for study: green takes it again",
  { declaration: { onFailure: { keepGreen: "1h" } }, leaves: { lost: true } },
  async (web) => {
    await web.publish();
    await web.untilShifted(50);
    await web.abort();
    await web.minutes(5);
    expect(await share(web)).toBe(0);
    sicken(web, "web");
    await web.minutes(BOUND_MINUTES);
    expect(await lostWithin(web, 10)).toBe(0);
    expect(await share(web)).toBe(100);
    await replaceSick(web, "web");
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "rolled-back" });
  },
);

for (const strategy of ["alb-weighted", "nlb-weighted"] as const) {
  scenario(
    `nobody aborts: blue answers nowhere at 10%, green takes all of the traffic and the rollout goes on (${strategy})`,
    { strategy, leaves: { lost: true } },
    async (web) => {
      await web.publish();
      await web.untilShifted(10);
      sicken(web, "web");
      await web.minutes(BOUND_MINUTES);
      expect(await lostWithin(web, 0.5)).toBe(0);
      expect(await share(web)).toBe(100);
      await web.settled();
      expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
    },
  );
}
