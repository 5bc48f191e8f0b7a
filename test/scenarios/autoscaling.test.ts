import { UpdateAutoScalingGroupCommand } from "@aws-sdk/client-auto-scaling";
import { applyDesiredByAlarm } from "../../simulator/services/auto-scaling/groups/size.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";

/** Blue may be of 2 to 10 servers and has 4. */
const ELASTIC = { group: { MinSize: 2, MaxSize: 10, DesiredCapacity: 4 } };
const size = (web: Web, group: string) => web.simulator.world.state.groups.get(group)?.desiredCapacity;
const inService = (web: Web, name: string) =>
  [...(web.simulator.world.state.groups.get(name)?.instances.values() ?? [])].filter(
    ({ lifecycleState }) => lifecycleState === "InService",
  ).length;

scenario("at 10% of the traffic an autoscaler cannot shrink green", ELASTIC, async (web) => {
  await web.publish();
  await web.untilShifted(10);
  applyDesiredByAlarm(web.simulator.world, "web-g0002", 1);
  await web.minutes(0.2);
  expect(size(web, "web-g0002")).toBe(4);
  await web.settled();
});

scenario(
  "at none of the traffic an autoscaler cannot shrink blue, and the way back is whole",
  ELASTIC,
  async (web) => {
    await web.publish();
    await web.untilShifted(100);
    applyDesiredByAlarm(web.simulator.world, "web", 1);
    await web.minutes(0.5);
    expect(size(web, "web")).toBe(4);
    await web.abort();
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "rolled-back" });
  },
);

for (const strategy of ["alb-weighted", "nlb-weighted", "target-group", "none"] as const) {
  scenario(
    `blue grew while green was validated: green is as large before any traffic moves, ${strategy}`,
    {
      ...ELASTIC,
      strategy,
      leaves: { servers: 7 },
    },
    async (web) => {
      await web.publish();
      await web.until("ValidateGreen");
      applyDesiredByAlarm(web.simulator.world, "web", 7);
      await web.until("Bake");
      expect(inService(web, "web-g0002")).toBe(7);
      await web.settled();
      expect(await web.rollout()).toMatchObject({ outcome: "succeeded", size: 7 });
    },
  );
}

scenario(
  "blue grows in the middle of the shift: green follows before more traffic moves",
  {
    ...ELASTIC,
    leaves: { servers: 6 },
  },
  async (web) => {
    await web.publish();
    await web.untilShifted(10);
    applyDesiredByAlarm(web.simulator.world, "web", 6);
    await web.untilShifted(50);
    expect(inService(web, "web-g0002")).toBe(6);
    await web.settled();
  },
);

scenario(
  "green grows by itself while traffic moves: nobody holds it back",
  { ...ELASTIC, leaves: { servers: 8 } },
  async (web) => {
    await web.publish();
    await web.untilShifted(50);
    applyDesiredByAlarm(web.simulator.world, "web-g0002", 8);
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
  },
);

scenario(
  "the autoscaler is given its minimum back at the end",
  { ...ELASTIC, leaves: { servers: 3 } },
  async (web) => {
    await web.publish();
    await web.settled();
    applyDesiredByAlarm(web.simulator.world, "web-g0002", 3);
    await web.minutes(5);
    expect(size(web, "web-g0002")).toBe(3);
  },
);

for (const phase of ["ValidateGreen", "ShiftTraffic", "Bake", "RetireBlue"] as const) {
  scenario(
    `what was held is given back when the rollout is rolled back in ${phase}`,
    {
      ...ELASTIC,
      declaration: { retire: { drain: "10m" } },
    },
    async (web) => {
      await web.publish();
      await web.until(phase);
      await web.minutes(0.1);
      await web.abort();
      await web.settled();
      // The resting state has blue's own minimum: 2.
      expect(await web.rollout()).toMatchObject({ outcome: "rolled-back", holds: [] });
    },
  );
}

scenario(
  "a minimum that somebody else has set meanwhile is theirs",
  { ...ELASTIC, leaves: { minimum: 3 } },
  async (web) => {
    await web.publish();
    await web.untilShifted(10);
    await web.person.autoScaling.send(
      new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: "web", MinSize: 3 }),
    );
    await web.abort();
    await web.settled();
  },
);
