import { listGenerations } from "../../src/ledger/generations.ts";
import { targetGroupsOf } from "../../src/domain/generation.ts";
import { expect, scenario, type ScenarioPlan, type Web } from "../support/scenarios/harness.ts";
import { rulesOf, sharesOf } from "../support/scenarios/rules-of.ts";

const SHAPES: readonly (ScenarioPlan & { readonly title: string })[] = [
  { title: "two listeners of one load balancer, one pair", waysIn: "listeners" },
  { title: "two path rules, one pair", waysIn: "paths" },
  { title: "a public and an internal load balancer, a pair each", waysIn: "balancers" },
  { title: "a Network Load Balancer with two ports, a pair each", waysIn: "ports", strategy: "nlb-weighted" },
  {
    title: "two listeners of a Network Load Balancer, one pair",
    waysIn: "listeners",
    strategy: "nlb-weighted",
  },
];

/** What moult set each rule to, in the order in which it did. */
const setBy = (web: Web): [string, number | undefined][] =>
  web
    .changes()
    .filter(({ action }) => action === "ModifyListener" || action === "ModifyRule")
    .map(({ input }) => {
      const actions = (input["DefaultActions"] ?? input["Actions"]) as {
        ForwardConfig: { TargetGroups: { Weight: number }[] };
      }[];
      const arn = String(input["RuleArn"] ?? input["ListenerArn"]);
      return [arn, actions[0]?.ForwardConfig.TargetGroups.at(1)?.Weight];
    });

for (const { title, ...shape } of SHAPES) {
  scenario(`${title}: all of it moves together, and nothing is lost`, shape, async (web) => {
    const before = new Set<string>();
    await web.publish();
    await web.untilShifted(50);
    for (const each of new Set(sharesOf(web).map(String))) before.add(each);
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
    expect([...before]).toEqual(["50"]);
    expect(new Set(sharesOf(web))).toEqual(new Set([100]));
    const [first = "", second = ""] = rulesOf(web);
    expect(setBy(web)).toEqual(
      // In the end only green's target group is named.
      [0, 10, 50, 100, undefined].flatMap((percent) => [
        [first, percent],
        [second, percent],
      ]),
    );
    const generations = await listGenerations(web.ledger, "web");
    const live = generations.find(({ generation }) => generation.state === "live")?.generation;
    const seconds = web.account.pairs.map(({ targetGroups }) => targetGroups[1]);
    expect(live && targetGroupsOf(live)).toEqual(seconds);
  });

  scenario(
    `${title}: an image that turns bad in the bake gives all of it back`,
    {
      ...shape,
      declaration: { bake: "10m", gates: [{ kind: "target-health" }] },
      leaves: { lost: true },
    },
    async (web) => {
      await web.publish({ "sim:sickens-seconds": "400" });
      await web.settled();
      expect(await web.rollout()).toMatchObject({ outcome: "rolled-back" });
      expect(new Set(sharesOf(web))).toEqual(new Set([0]));
    },
  );
}
