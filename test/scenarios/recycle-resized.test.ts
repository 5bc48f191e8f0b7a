import { UpdateAutoScalingGroupCommand } from "@aws-sdk/client-auto-scaling";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";
import { drift, idsOf, RECYCLED, recycleOf } from "../support/scenarios/recycled.ts";

// A person sets a group's sizes by hand while a server of it is replaced in place, and means them.

const STATES = ["LaunchSubstitutes", "ValidateSubstitutes", "Isolate", "EndServers"] as const;
const WAITS = ["LaunchSubstitutesWait", "ValidateSubstitutesWait", "IsolateWait"] as const;
const WEB = { AutoScalingGroupName: "web" };

const sizesOf = ({ simulator }: Web) => {
  const { minSize, maxSize, desiredCapacity } = simulator.world.state.groups.get("web") ?? {};
  return { minSize, maxSize, desiredCapacity };
};

/** One server has drifted, its recycle is in this state, and a person sets these sizes. */
async function resized(web: Web, state: string, sizes: object): Promise<void> {
  const entered = web.until(state as Parameters<Web["until"]>[0]);
  await drift(web, idsOf(web).slice(0, 1));
  await entered;
  await web.person.autoScaling.send(new UpdateAutoScalingGroupCommand({ ...WEB, ...sizes }));
  await web.settled();
  await web.minutes(5);
}

for (const state of [...STATES, ...WAITS]) {
  scenario(
    `a person makes the group smaller in ${state}: it gets as small, and the recycle ends`,
    { ...RECYCLED, leaves: { servers: 3, minimum: 3, lost: true } },
    async (web) => {
      const begun = web.simulator.clock.now();
      await resized(web, state, { MinSize: 3, DesiredCapacity: 3 });
      const { endedAt } = await recycleOf(web);
      expect(((endedAt ?? Number.NaN) - begun) / 60_000).toBeLessThan(25);
      expect(sizesOf(web)).toMatchObject({ minSize: 3, desiredCapacity: 3 });
    },
  );

  scenario(
    `a person raises the group's minimum in ${state}: it is kept`,
    { ...RECYCLED, leaves: { servers: 6, minimum: 6 } },
    async (web) => {
      await resized(web, state, { MinSize: 6 });
      expect(await recycleOf(web)).toMatchObject({ outcome: "succeeded" });
      expect(sizesOf(web)).toMatchObject({ minSize: 6, desiredCapacity: 6 });
    },
  );

  scenario(
    `a person gives the group room and more servers in ${state}: none of them is taken away`,
    { ...RECYCLED, leaves: { servers: false } },
    async (web) => {
      let most = 0;
      const { world } = web.simulator;
      world.onWorldEvent(() => {
        most = Math.max(most, sizesOf(web).desiredCapacity ?? 0);
      });
      await resized(web, state, { MaxSize: 20, DesiredCapacity: 12 });
      expect(await recycleOf(web)).toMatchObject({ outcome: "succeeded" });
      const { maxSize, desiredCapacity = 0 } = sizesOf(web);
      // With the substitute, or without it, where it had been launched before.
      expect([maxSize, desiredCapacity >= most - 1, desiredCapacity >= 11]).toEqual([20, true, true]);
    },
  );
}
