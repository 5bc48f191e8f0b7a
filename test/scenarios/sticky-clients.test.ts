import { ModifyListenerCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";

const weights = ({ simulator, account }: Web): [string, number][] =>
  [...simulator.world.state.rules.values()]
    .filter(({ listenerArn }) => listenerArn === account.listener)
    .flatMap(({ actions }) => actions)
    .flatMap((action) => (action.type === "forward" ? action.forward.targetGroups : []))
    .map(({ arn, weight }) => [arn, weight]);

const sticky = async ({ person, account }: Web): Promise<void> => {
  await person.elbv2.send(
    new ModifyListenerCommand({
      ListenerArn: account.listener,
      DefaultActions: [
        {
          Type: "forward",
          ForwardConfig: {
            TargetGroups: [{ TargetGroupArn: account.targetGroups[0], Weight: 1 }],
            TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 600 },
          },
        },
      ],
    }),
  );
};

/** From the last step of the shift until blue counted as drained. */
async function minutesOfDrain(web: Web): Promise<number> {
  const entries = await web.entries();
  const at = (part: string) => entries.find(({ reason }) => reason.includes(part))?.at ?? Number.NaN;
  return (at("blue is drained") - at("step 3 of 3")) / 60_000;
}

scenario(
  "sticky clients are waited for while they keep coming, up to the drain time",
  {
    before: sticky,
    declaration: { retire: { drain: "15m" } },
  },
  async (web) => {
    await web.publish();
    await web.settled();
    expect((await web.rollout()).outcome).toBe("succeeded");
    // Ten minutes of stickiness and three minutes without a request, well before the drain time of fifteen.
    expect(await minutesOfDrain(web)).toBeGreaterThan(10);
    expect(await minutesOfDrain(web)).toBeLessThan(14.5);
    const action = [...web.simulator.world.state.rules.values()][0]?.actions[0];
    expect(action).toMatchObject({ forward: { stickiness: { enabled: true, durationSeconds: 600 } } });
  },
);

scenario(
  "sticky clients that outlast the drain time move to green then, and lose nothing",
  {
    before: sticky,
    declaration: { retire: { drain: "3m" } },
  },
  async (web) => {
    await web.publish();
    await web.settled();
    expect(await minutesOfDrain(web)).toBeCloseTo(3, 0);
    // Blue's target group is named no more, which is what moves them.
    expect(weights(web).map(([arn]) => arn)).toEqual([web.account.targetGroups[1]]);
  },
);

scenario("sticky clients of a green that is rolled back are not lost", { before: sticky }, async (web) => {
  await web.publish();
  await web.untilShifted(50);
  await web.abort();
  await web.settled();
  expect(await web.rollout()).toMatchObject({ outcome: "rolled-back" });
});
