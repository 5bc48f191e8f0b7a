import { PutLifecycleHookCommand } from "@aws-sdk/client-auto-scaling";
import { RunInstancesCommand } from "@aws-sdk/client-ec2";
import {
  CreateListenerCommand,
  CreateRuleCommand,
  ModifyTargetGroupAttributesCommand,
  ModifyTargetGroupCommand,
  RegisterTargetsCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { describe, expect, it } from "vitest";
import { foreignServers } from "../../../src/rollout/neighbours/foreign-servers.ts";
import { preflightFleet } from "../../../src/adoption/preflight.ts";
import { fleetSchema } from "../../../src/domain/declaration/fleet.ts";
import { declareFleet } from "../../../src/ledger/fleets.ts";
import {
  account,
  adopt,
  anAccountForEachTest,
  context,
  declare,
  faults,
  ledger,
  simulator,
  tagGroup,
  team,
} from "../../support/rollout/adoption.ts";

anAccountForEachTest();

const sticky = (type: string, arn = account.targetGroups[0]) =>
  simulator.drive(
    team.elbv2.send(
      new ModifyTargetGroupAttributesCommand({
        TargetGroupArn: arn,
        Attributes: [
          { Key: "stickiness.enabled", Value: "true" },
          { Key: "stickiness.type", Value: type },
          { Key: "stickiness.lb_cookie.duration_seconds", Value: "600" },
          ...(type === "app_cookie" ? [{ Key: "stickiness.app_cookie.cookie_name", Value: "session" }] : []),
        ],
      }),
    ),
  );

describe("a group of another controller is refused, by name", () => {
  it.each([
    ["AmazonECSManaged", "", /^group web: tag AmazonECSManaged: an ECS capacity provider .* leave it to ECS/],
    [
      "eks:nodegroup-name",
      "workers",
      /^group web: tag eks:nodegroup-name: .*\(eks:nodegroup-name is workers\)/,
    ],
    ["elasticbeanstalk:environment-name", "shop", /^group web: tag elasticbeanstalk:environment-name: /],
  ])("%s", async (tag, value, said) => {
    await tagGroup(tag, value);
    expect(await faults()).toEqual([expect.stringMatching(said)]);
  });

  it("CodeDeploy, by its hook", async () => {
    const hook = new PutLifecycleHookCommand({
      AutoScalingGroupName: "web",
      LifecycleHookName: "CodeDeploy-managed-automatic-launch-deployment-hook-shop-1",
      LifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING",
    });
    await simulator.drive(team.asg.send(hook));
    expect(await faults()).toEqual([
      expect.stringMatching(/^group web: hook CodeDeploy-managed.* bake the appl/),
    ]);
  });
});

describe("another door to the pair is refused, with its ARN", () => {
  const [host] = [{ Field: "host-header", HostHeaderConfig: { Values: ["shop.example"] } }];
  const Forward = () => [{ Type: "forward" as const, TargetGroupArn: account.targetGroups[0] ?? "" }];

  it("a rule of the same listener", async () => {
    const rule = new CreateRuleCommand({
      ListenerArn: account.listener,
      Priority: 1,
      Conditions: [host],
      Actions: Forward(),
    });
    const { Rules = [] } = await simulator.drive(team.elbv2.send(rule));
    expect(await faults()).toEqual([
      `traffic.rule: ${Rules[0]?.RuleArn} forwards to ${account.targetGroups[0]}, too, and would lose its requests when the traffic has moved: list it in traffic.pairs[0].rules, so that it is moved with the rest, let it forward to a target group of its own, or delete it`,
    ]);
  });

  it("another listener of the load balancer", async () => {
    const [balancer] = [...simulator.world.state.loadBalancers.keys()];
    const listener = new CreateListenerCommand({
      LoadBalancerArn: balancer,
      Port: 8080,
      Protocol: "HTTP",
      DefaultActions: Forward(),
    });
    const { Listeners = [] } = await simulator.drive(team.elbv2.send(listener));
    expect(await faults()).toEqual([
      expect.stringContaining(
        `traffic.rule: ${Listeners[0]?.ListenerArn} forwards to ${account.targetGroups[0]}, too`,
      ),
    ]);
  });
});

/** Somebody's own server in the second target group; answers its id. */
async function registerForeign(): Promise<string> {
  const run = new RunInstancesCommand({
    ImageId: account.image,
    InstanceType: "t3.micro",
    MinCount: 1,
    MaxCount: 1,
    SubnetId: [...simulator.world.state.subnets.keys()][0],
  });
  const { Instances = [] } = await simulator.drive(team.ec2.send(run));
  const Id = Instances[0]?.InstanceId ?? "";
  await simulator.drive(simulator.clock.sleep(60_000));
  const register = new RegisterTargetsCommand({ TargetGroupArn: account.targetGroups[1], Targets: [{ Id }] });
  await simulator.drive(team.elbv2.send(register));
  return Id;
}

it("servers that are none of the group's are refused, with their ids", async () => {
  const id = await registerForeign();
  expect(await faults()).toEqual([
    `traffic.targetGroups.1: ${id} is in ${account.targetGroups[1]} and not in the group web: deregister them, or give them a target group of their own`,
  ]);
});

it("servers beside a fleet whose group is gone are told without a group", async () => {
  const id = await registerForeign();
  const { traffic } = fleetSchema.parse(declare());
  expect(await simulator.drive(foreignServers(traffic, [], context))).toContainEqual({
    place: "traffic.targetGroups.1",
    why: `${id} is in ${account.targetGroups[1]} and the fleet has no group that they could be of: deregister them, or give them a target group of their own`,
  });
});

it("a pair whose health is checked differently is refused, naming both", async () => {
  const [, second] = account.targetGroups;
  const modify = new ModifyTargetGroupCommand({ TargetGroupArn: second, Matcher: { HttpCode: "200-499" } });
  await simulator.drive(team.elbv2.send(modify));
  expect(await faults()).toEqual([
    expect.stringMatching(
      /^traffic.targetGroups: web-a by codes 200, web-b by codes 200-499: .* make them alike/,
    ),
  ]);
});

describe("a sticky target group", () => {
  it("needs a sticky rule, and the command is there", async () => {
    await sticky("lb_cookie");
    const [said = "", ...more] = await faults();
    expect(more).toEqual([]);
    expect(said).toMatch(/^traffic.rule: .* aws elbv2 modify-listener --listener-arn/);
    const written = JSON.parse(/--default-actions '(.*)'$/.exec(said)?.[1] ?? "");
    expect(written).toMatchObject([
      {
        Type: "forward",
        ForwardConfig: { TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: 600 } },
      },
    ]);
  });

  it("by a cookie of the application is refused", async () => {
    await sticky("app_cookie");
    expect(await faults()).toEqual([
      expect.stringMatching(/^traffic.targetGroups.0: .* cookie of the application/),
      expect.stringMatching(/^traffic.rule: /),
    ]);
  });
});

it("an alarm that does not exist is named, with the gate", async () => {
  const gates = [
    { kind: "target-health" as const },
    { kind: "alarm" as const, alarms: ["web-5xx", "api-5xx"] },
  ];
  expect(await faults({ gates })).toEqual([
    "gates.1.alarms: there is no alarm api-5xx in this region: correct the name, or make it",
  ]);
});

it("what another fleet declares for its own is refused, each by its place", async () => {
  await declareFleet(ledger, { declaration: declare({ fleet: "api" }), by: "ada", now: 0 }, "absent");
  const said = await faults();
  expect(said.map((each) => each.split(":")[0])).toEqual([
    "traffic.rule",
    "traffic.targetGroups.0",
    "traffic.targetGroups.1",
  ]);
  expect(said[0]).toContain("is fleet api's, too");
  const fleet = fleetSchema.parse(declare());
  expect(await simulator.drive(preflightFleet(fleet, context))).toMatchObject({
    faults: { length: 3 },
    warnings: [{ place: "template", why: expect.stringContaining("the template of fleet api, too") }],
  });
});

it("all are told at once, and nothing was changed", async () => {
  await tagGroup("AmazonECSManaged", "");
  await sticky("lb_cookie");
  expect(await faults({ gates: [{ kind: "alarm", alarms: ["none"] }] })).toHaveLength(3);
  await expect(adopt()).rejects.toThrow("nothing was changed");
});
