import { PutScheduledUpdateGroupActionCommand } from "@aws-sdk/client-auto-scaling";
import { freeze } from "../../src/ledger/freezes.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";

const ELASTIC = { group: { MinSize: 2, MaxSize: 10, DesiredCapacity: 4 } };

async function scheduleInTen(web: Web, servers: number): Promise<void> {
  const StartTime = new Date(web.simulator.clock.now() + 600_000);
  const named = { AutoScalingGroupName: "web", ScheduledActionName: "change", StartTime };
  await web.person.autoScaling.send(
    new PutScheduledUpdateGroupActionCommand({ ...named, DesiredCapacity: servers }),
  );
}

/** Nothing is done until what is scheduled has fallen due. */
async function freezeForTwenty({ ledger, simulator }: Web): Promise<void> {
  const since = simulator.clock.now();
  await freeze(ledger, { fleet: "web", reason: "audit", by: "grace", since, until: since + 1_200_000 });
}

const desired = ({ simulator }: Web, group: string) =>
  simulator.world.state.groups.get(group)?.desiredCapacity;

for (const servers of [2, 7])
  scenario(
    `blue's schedule makes it ${servers} servers after admission and before green is launched: green is launched with ${servers}`,
    { ...ELASTIC, leaves: { servers }, before: (web) => scheduleInTen(web, servers) },
    async (web) => {
      await web.publish();
      await web.until("LaunchGreen");
      await freezeForTwenty(web);
      await web.until("ObserveGreen");
      expect([desired(web, "web"), desired(web, "web-g0002")]).toEqual([servers, servers]);
      await web.settled();
      expect(await web.rollout()).toMatchObject({ outcome: "succeeded", size: servers });
    },
  );

scenario(
  "the same, and the rollout goes back: blue is as its schedule has made it",
  {
    ...ELASTIC,
    declaration: { bake: "20m" },
    leaves: { servers: 2 },
    before: (web) => scheduleInTen(web, 2),
  },
  async (web) => {
    await web.publish();
    await web.until("LaunchGreen");
    await freezeForTwenty(web);
    await web.until("Bake");
    await web.abort();
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "rolled-back" });
    expect(desired(web, "web")).toBe(2);
  },
);

scenario(
  "blue's schedule runs once between green's launch and the hold on it: green gets what it asked for when traffic rests",
  { ...ELASTIC, leaves: { servers: 2 }, before: (web) => scheduleInTen(web, 2) },
  async (web) => {
    await web.publish();
    await web.until("LaunchGreen");
    while (desired(web, "web-g0002") === undefined) await web.simulator.clock.sleep(25);
    await freezeForTwenty(web);
    await web.until("ObserveGreen");
    expect([desired(web, "web"), desired(web, "web-g0002")]).toEqual([2, 4]);
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
    expect(desired(web, "web-g0002")).toBe(2);
  },
);
