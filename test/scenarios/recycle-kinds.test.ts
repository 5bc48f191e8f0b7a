import { scanOnce } from "../../rehearsal/rehearsal.ts";
import { scheduleEvent } from "../../simulator/services/ec2/scheduled/scheduled-events.ts";
import { expect, scenario } from "../support/scenarios/harness.ts";
import { drift, idsOf, RECYCLED, recycleOf, recyclesOf } from "../support/scenarios/recycled.ts";

const DAY = 86_400;

scenario(
  "a fleet of one: its substitute serves before it goes",
  {
    ...RECYCLED,
    servers: 1,
    declaration: { ...RECYCLED.declaration, recycle: { by: "servers", wholeFleetAt: "100%" } },
  },
  async (web) => {
    const [first = ""] = idsOf(web);
    await drift(web, [first]);
    await web.settled();
    await web.minutes(1);
    expect(await recycleOf(web)).toMatchObject({ outcome: "succeeded", replaced: [first] });
    expect(idsOf(web)).toHaveLength(1);
    expect(await web.rollouts()).toEqual([]);
  },
);

scenario(
  "a server that AWS retires in three days is gone long before",
  {
    ...RECYCLED,
    declaration: { ...RECYCLED.declaration, health: { retirement: "replace" as const } },
  },
  async (web) => {
    const [first = ""] = idsOf(web);
    const notBefore = web.simulator.clock.now() + 3 * DAY * 1000;
    scheduleEvent(web.simulator.world, first, {
      code: "instance-retirement",
      seconds: 3 * DAY,
      isPublished: true,
    });
    await web.minutes(1);
    await web.settled();
    const recycle = await recycleOf(web);
    expect(recycle).toMatchObject({ outcome: "succeeded", replaced: [first], cause: { reason: "health" } });
    expect(recycle.endedAt ?? Infinity).toBeLessThan(notBefore);
    await web.minutes(4 * 24 * 60);
    await scanOnce(web);
    await web.settled();
    expect(await recyclesOf(web)).toHaveLength(1);
    expect(await web.rollouts()).toEqual([]);
  },
);

scenario("two of four are due: one after the other, and never two at once", RECYCLED, async (web) => {
  const [first = "", second = ""] = idsOf(web);
  const { world } = web.simulator;
  let most = 0;
  world.onWorldEvent(() => {
    const members = [...(world.state.groups.get("web")?.instances.values() ?? [])];
    const out = members.filter(({ lifecycleState }) => /Standby|Terminating/.test(lifecycleState));
    most = Math.max(most, out.length);
  });
  await drift(web, [first, second]);
  await web.settled();
  expect((await recycleOf(web)).replaced.toSorted()).toEqual([first, second].toSorted());
  expect(most).toBe(1);
});

scenario(
  "three of four are due: more than half, so a rollout replaces all of them",
  RECYCLED,
  async (web) => {
    await drift(web, idsOf(web).slice(0, 3));
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded", cause: { reason: "drift" } });
    expect(await recyclesOf(web)).toEqual([]);
  },
);
