import {
  type Action,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  DeleteRuleCommand,
  DescribeListenersCommand,
  DescribeRulesCommand,
  ModifyListenerCommand,
  ModifyRuleCommand,
  ModifyTargetGroupAttributesCommand,
  SetRulePrioritiesCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { describe, expect, test } from "vitest";
import { SUBNET_A, SUBNET_B } from "../../../simulator/services/ec2/furnish.ts";
import { effectiveActions, forwardOf } from "../../../simulator/services/elbv2/routing.ts";
import { bothWays } from "../../support/simulator/both-ways.ts";
import { connectDirect } from "../../support/simulator/elbv2/direct.ts";
import {
  type Balanced,
  connectBalanced,
  createTargetGroup,
  forward,
  listen,
  pass,
} from "../../support/simulator/elbv2/load-balanced.ts";

const CONDITIONS = [{ Field: "path-pattern", Values: ["/api/*"] }];

async function blueAndGreen(account: Balanced): Promise<[string, string]> {
  return [await createTargetGroup(account, "blue"), await createTargetGroup(account, "green")];
}

const modifyListener = ({ run, elb }: Balanced, ListenerArn: string, ...DefaultActions: Action[]) =>
  run(elb.send(new ModifyListenerCommand({ ListenerArn, DefaultActions })));

bothWays("Rules", (connect) => {
  test("a forward to one target group is answered in both forms", async () => {
    const account = await connectBalanced(connect);
    const [blue] = await blueAndGreen(account);
    const listener = await listen(account, { [blue]: 7 });
    await modifyListener(account, listener, { Type: "forward", TargetGroupArn: blue });
    const { Listeners } = await account.run(
      account.elb.send(new DescribeListenersCommand({ ListenerArns: [listener] })),
    );
    expect(Listeners?.[0]?.DefaultActions).toEqual([
      {
        Type: "forward",
        Order: 1,
        TargetGroupArn: blue,
        ForwardConfig: {
          TargetGroups: [{ TargetGroupArn: blue, Weight: 1 }],
          TargetGroupStickinessConfig: { Enabled: false },
        },
      },
    ]);
  });

  test("ModifyListener replaces the whole action list (aws-facts 1.4)", async () => {
    const account = await connectBalanced(connect);
    const [blue, green] = await blueAndGreen(account);
    const listener = await listen(account, { [blue]: 1, [green]: 0 }, 60);
    const modified = await modifyListener(account, listener, forward({ [green]: 5 }));
    expect(modified.Listeners?.[0]?.DefaultActions?.[0]?.ForwardConfig).toEqual({
      TargetGroups: [{ TargetGroupArn: green, Weight: 5 }],
      TargetGroupStickinessConfig: { Enabled: false },
    });
  });

  test("ModifyRule replaces the whole action list (aws-facts 1.4)", async () => {
    const account = await connectBalanced(connect);
    const { run, elb } = account;
    const [blue, green] = await blueAndGreen(account);
    const ListenerArn = await listen(account, { [blue]: 1 });
    const settings = { ListenerArn, Priority: 10, Conditions: CONDITIONS };
    const made = await run(
      elb.send(new CreateRuleCommand({ ...settings, Actions: [forward({ [blue]: 1, [green]: 1 })] })),
    );
    const RuleArn = made.Rules?.[0]?.RuleArn ?? "";
    await run(elb.send(new ModifyRuleCommand({ RuleArn, Actions: [forward({ [green]: 3 })] })));
    const { Rules } = await run(elb.send(new DescribeRulesCommand({ RuleArns: [RuleArn] })));
    expect(Rules?.[0]?.Actions?.[0]?.ForwardConfig?.TargetGroups).toEqual([
      { TargetGroupArn: green, Weight: 3 },
    ]);
    expect(Rules?.[0]?.Conditions).toMatchObject(CONDITIONS);
  });

  test("a listener's default action is its rule of priority default, last in the list", async () => {
    const account = await connectBalanced(connect);
    const { run, elb } = account;
    const [blue] = await blueAndGreen(account);
    const ListenerArn = await listen(account, { [blue]: 1 });
    const Actions = [forward({ [blue]: 1 })];
    for (const Priority of [20, 3])
      await run(elb.send(new CreateRuleCommand({ ListenerArn, Priority, Conditions: CONDITIONS, Actions })));
    const { Rules } = await run(elb.send(new DescribeRulesCommand({ ListenerArn })));
    expect(Rules?.map((rule) => [rule.Priority, rule.IsDefault])).toEqual([
      ["3", false],
      ["20", false],
      ["default", true],
    ]);
    const deletion = run(elb.send(new DeleteRuleCommand({ RuleArn: Rules?.[2]?.RuleArn ?? "" })));
    await expect(deletion).rejects.toMatchObject({ name: "OperationNotPermittedException" });
  });

  test("two rules of a listener cannot have one priority, but can swap theirs", async () => {
    const account = await connectBalanced(connect);
    const { run, elb } = account;
    const [blue] = await blueAndGreen(account);
    const ListenerArn = await listen(account, { [blue]: 1 });
    const create = async (Priority: number): Promise<string> => {
      const Actions = [forward({ [blue]: 1 })];
      const made = await run(
        elb.send(new CreateRuleCommand({ ListenerArn, Priority, Conditions: CONDITIONS, Actions })),
      );
      return made.Rules?.[0]?.RuleArn ?? "";
    };
    const [one, two] = [await create(1), await create(2)];
    await expect(create(2)).rejects.toMatchObject({ name: "PriorityInUseException" });
    const RulePriorities = [
      { RuleArn: one, Priority: 2 },
      { RuleArn: two, Priority: 1 },
    ];
    await run(elb.send(new SetRulePrioritiesCommand({ RulePriorities })));
    const { Rules } = await run(elb.send(new DescribeRulesCommand({ ListenerArn })));
    expect(Rules?.map((rule) => rule.RuleArn).slice(0, 2)).toEqual([two, one]);
  });

  test("weights are 0 to 999, and several target groups need them (aws-facts 1.4)", async () => {
    const account = await connectBalanced(connect);
    const [blue, green] = await blueAndGreen(account);
    const listener = await listen(account, { [blue]: 999, [green]: 0 });
    for (const weight of [-1, 1000])
      await expect(modifyListener(account, listener, forward({ [blue]: weight }))).rejects.toMatchObject({
        name: "ValidationError",
      });
    const unweighted = [{ TargetGroupArn: blue }, { TargetGroupArn: green }];
    await expect(
      modifyListener(account, listener, { Type: "forward", ForwardConfig: { TargetGroups: unweighted } }),
    ).rejects.toMatchObject({ name: "ValidationError" });
  });

  test("an action takes at most five target groups (aws-facts 2)", async () => {
    const account = await connectBalanced(connect);
    const arns = await Promise.all(
      ["a", "b", "c", "d", "e", "f"].map((name) => createTargetGroup(account, name)),
    );
    const weights = Object.fromEntries(arns.map((arn) => [arn, 1]));
    await expect(listen(account, weights)).rejects.toMatchObject({ name: "ValidationError" });
    const [first = ""] = arns;
    delete weights[first];
    await expect(listen(account, weights)).resolves.toMatch(/:listener\/app\/web\//);
  });

  test("a target group belongs to one load balancer (aws-facts 2)", async () => {
    const account = await connectBalanced(connect);
    const { run, elb } = account;
    const blue = await createTargetGroup(account, "blue");
    await listen(account, { [blue]: 1 });
    const made = await run(
      elb.send(new CreateLoadBalancerCommand({ Name: "second", Subnets: [SUBNET_A, SUBNET_B] })),
    );
    const second = { ...account, loadBalancerArn: made.LoadBalancers?.[0]?.LoadBalancerArn ?? "" };
    await expect(listen(second, { [blue]: 1 })).rejects.toMatchObject({
      name: "TargetGroupAssociationLimitException",
    });
  });

  test("sticky targets among several groups need sticky groups (aws-facts 1.4)", async () => {
    const account = await connectBalanced(connect);
    const { run, elb } = account;
    const [blue, green] = await blueAndGreen(account);
    const listener = await listen(account, { [blue]: 1, [green]: 0 });
    const Attributes = [{ Key: "stickiness.enabled", Value: "true" }];
    const command = new ModifyTargetGroupAttributesCommand({ TargetGroupArn: blue, Attributes });
    await expect(run(elb.send(command))).rejects.toMatchObject({
      name: "InvalidConfigurationRequestException",
    });
    await modifyListener(account, listener, forward({ [blue]: 1, [green]: 0 }, 3600));
    await expect(run(elb.send(command))).resolves.toBeDefined();
    await expect(modifyListener(account, listener, forward({ [blue]: 1, [green]: 1 }))).rejects.toMatchObject(
      {
        name: "InvalidConfigurationRequestException",
      },
    );
  });

  test("unknown listeners and rules have errors of their own", async () => {
    const { run, elb } = await connectBalanced(connect);
    const arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/web/1/2";
    await expect(run(elb.send(new DescribeListenersCommand({ ListenerArns: [arn] })))).rejects.toMatchObject({
      name: "ListenerNotFoundException",
    });
    await expect(run(elb.send(new DescribeRulesCommand({ RuleArns: [arn] })))).rejects.toMatchObject({
      name: "RuleNotFoundException",
    });
  });
});

describe("A changed rule", () => {
  test("is read at once and true at the nodes 1 to 5 seconds later", async () => {
    const account = await connectDirect();
    const { world } = account;
    const [blue, green] = await blueAndGreen(account);
    const listener = await listen(account, { [blue]: 1 });
    const modified = await modifyListener(account, listener, forward({ [green]: 1 }));
    expect(modified.Listeners?.[0]?.DefaultActions?.[0]?.TargetGroupArn).toBe(green);
    const target = (): string | undefined => {
      const [rule] = world.state.rules.values();
      return rule && forwardOf(effectiveActions(rule, world.now()))?.targetGroups[0]?.arn;
    };
    pass(world, 0.9);
    expect(target()).toBe(blue);
    pass(world, 4.2);
    expect(target()).toBe(green);
  });
});
