import { defaultRuleOf, forwardOf } from "../../simulator/services/elbv2/routing.ts";
import { fleetSchema } from "../../src/domain/declaration/fleet.ts";
import { beginLife } from "../support/scenarios/begin-process.ts";
import { declarationOf } from "../support/scenarios/furnish-web.ts";
import { CreateListenerCommand, DeleteListenerCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";

/** Somebody lets another listener forward to one of the pair; answers its ARN. */
async function openListener(web: Web, targetGroup: number): Promise<string> {
  const [balancer] = web.simulator.world.state.loadBalancers.keys();
  const listener = new CreateListenerCommand({
    LoadBalancerArn: balancer,
    Port: 8443,
    Protocol: "HTTP",
    DefaultActions: [{ Type: "forward", TargetGroupArn: web.account.targetGroups[targetGroup] ?? "" }],
  });
  const { Listeners = [] } = await web.person.elbv2.send(listener);
  return Listeners[0]?.ListenerArn ?? "";
}

scenario(
  "a second listener on blue's target group keeps a rollout from beginning, by name",
  {},
  async (web) => {
    const arn = await openListener(web, 0);
    const image = await web.publish();
    await web.settled();
    expect(await web.rollouts()).toEqual([]);
    const refused = (await web.entries()).filter(({ action }) => action === "refused");
    expect(refused.at(-1)?.reason).toContain(`${arn} forwards to ${web.account.targetGroups[0]}, too`);
    await web.person.elbv2.send(new DeleteListenerCommand({ ListenerArn: arn }));
    await web.start({ image });
    await web.settled();
    expect((await web.rollout()).outcome).toBe("succeeded");
  },
);

scenario("one that comes in the bake keeps blue, until it is gone", {}, async (web) => {
  await web.publish();
  await web.until("Bake");
  const arn = await openListener(web, 0);
  await web.until("RetireBlue");
  await web.minutes(10);
  const waiting = (await web.rollout()).waiting?.reason;
  expect(waiting).toContain(`blue stays: ${arn} forwards to ${web.account.targetGroups[0]}, too`);
  expect(web.simulator.world.state.groups.get("web")?.instances.size).toBe(4);
  await web.person.elbv2.send(new DeleteListenerCommand({ ListenerArn: arn }));
  await web.settled();
  expect((await web.rollout()).outcome).toBe("succeeded");
});

scenario("one that is listed in the pair is moved with the rest", {}, async (web) => {
  const arn = await openListener(web, 0);
  const declaration = declarationOf(web.plan, web.account);
  const { targetGroups } = web.account.pairs[0] ?? { targetGroups: ["", ""] };
  const pairs = [{ rules: [web.account.listener, arn], targetGroups: [...targetGroups] as [string, string] }];
  const listed = { ...declaration, traffic: { strategy: "alb-weighted" as const, pairs } };
  await beginLife(web, fleetSchema.parse(listed), listed);
  await web.publish();
  await web.settled();
  expect((await web.rollout()).outcome).toBe("succeeded");
  const { state } = web.simulator.world;
  for (const rule of [web.account.listener, arn].map((each) => defaultRuleOf(state, each)))
    expect(rule && forwardOf(rule.actions)?.targetGroups).toContainEqual({
      arn: targetGroups[1],
      weight: 100,
    });
});
