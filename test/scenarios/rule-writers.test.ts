import { UpdateAutoScalingGroupCommand } from "@aws-sdk/client-auto-scaling";
import { RunInstancesCommand } from "@aws-sdk/client-ec2";
import {
  CreateRuleCommand,
  CreateTargetGroupCommand,
  DescribeRulesCommand,
  ModifyListenerCommand,
  type ModifyListenerCommandInput,
  RegisterTargetsCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";

const weights = ({ simulator, account }: Web): [string, number][] =>
  [...simulator.world.state.rules.values()]
    .filter(({ listenerArn }) => listenerArn === account.listener)
    .flatMap(({ actions }) => actions)
    .flatMap((action) => (action.type === "forward" ? action.forward.targetGroups : []))
    .map(({ arn, weight }) => [arn, weight]);

/** Percent that a ModifyListener asks for green, in the fleet's second target group. */
function greenWeight(input: Readonly<Record<string, unknown>> | undefined): number | undefined {
  const [action] = (input?.["DefaultActions"] ?? []) as ModifyListenerCommandInput["DefaultActions"] & object;
  return action?.ForwardConfig?.TargetGroups?.at(-1)?.Weight;
}

scenario(
  "somebody else changes the weights in the middle: found, and the step starts over",
  {},
  async (web) => {
    await web.publish();
    await web.untilShifted(10);
    await web.person.moveTraffic(web.account, 5);
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
    const found = (await web.entries()).find(({ reason }) => reason.includes("starts over"));
    expect(found?.reason).toBe("green was set to 10% but 5% is read: the step starts over");
  },
);

scenario(
  "somebody gives green more in the middle: nothing is taken from it, blue may not be fit to take it",
  {},
  async (web) => {
    await web.publish();
    await web.untilShifted(10);
    await web.person.moveTraffic(web.account, 80);
    const before = web.count("ModifyListener");
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
    const set = web.changes().filter(({ action }) => action === "ModifyListener");
    expect(set.slice(before).map(({ input }) => greenWeight(input))).toEqual([100, 100]);
    expect((await web.entries()).map(({ reason }) => reason)).toContain(
      "green was set to 10% and somebody gave it 80%: it keeps that",
    );
  },
);

scenario(
  "somebody gave green's target group traffic before it was validated: it keeps that",
  // Its servers do not answer yet.
  { leaves: { lost: true } },
  async (web) => {
    await web.publish();
    await web.until("ValidateGreen");
    await web.person.moveTraffic(web.account, 30);
    const before = web.count("ModifyListener");
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
    const set = web.changes().filter(({ action }) => action === "ModifyListener");
    expect(set.slice(before).map(({ input }) => greenWeight(input))).toEqual([50, 100, 100]);
  },
);

scenario(
  "blue grows while somebody takes traffic from green: green grows before it gets it back",
  { leaves: { servers: 6 } },
  async (web) => {
    await web.publish();
    await web.untilShifted(100);
    await web.person.moveTraffic(web.account, 50);
    await web.person.autoScaling.send(
      new UpdateAutoScalingGroupCommand({ AutoScalingGroupName: "web", DesiredCapacity: 6, MaxSize: 6 }),
    );
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded", size: 6 });
    const changes = web.changes();
    const last = changes.findLastIndex(({ action }) => action === "ModifyListener");
    const grown = changes.findIndex(
      ({ input }) => input["MinSize"] === 6 && input["AutoScalingGroupName"] === "web-g0002",
    );
    expect(greenWeight(changes[last]?.input)).toBe(100);
    expect(grown).toBeGreaterThan(-1);
    expect(grown).toBeLessThan(last);
  },
);

scenario(
  "somebody else takes traffic from green in the bake: blue is not touched before it is back",
  {},
  async (web) => {
    await web.publish();
    await web.until("Bake");
    await web.minutes(0.2);
    await web.person.moveTraffic(web.account, 0);
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
    expect((await web.entries()).map(({ reason }) => reason)).toContain(
      "traffic was found elsewhere: set 100% again",
    );
  },
);

/** A third target group with a server of its own, in the same action. */
async function addThird(web: Web, weight: number): Promise<string> {
  const { person, account } = web;
  const { TargetGroups = [] } = await person.elbv2.send(
    new CreateTargetGroupCommand({
      Name: "canary",
      Protocol: "HTTP",
      Port: 80,
      VpcId: [...web.simulator.world.state.targetGroups.values()][0]?.vpcId,
      HealthCheckIntervalSeconds: 5,
      HealthCheckTimeoutSeconds: 4,
    }),
  );
  const third = TargetGroups[0]?.TargetGroupArn ?? "";
  const { Instances = [] } = await person.ec2.send(
    new RunInstancesCommand({
      ImageId: account.image,
      InstanceType: "m7i.large",
      SubnetId: "subnet-a",
      MinCount: 1,
      MaxCount: 1,
    }),
  );
  await web.minutes(2);
  const Targets = [{ Id: Instances[0]?.InstanceId }];
  await person.elbv2.send(new RegisterTargetsCommand({ TargetGroupArn: third, Targets }));
  const [blue] = account.targetGroups;
  const groups = [
    { TargetGroupArn: blue, Weight: weight },
    { TargetGroupArn: third, Weight: weight },
  ];
  await person.elbv2.send(
    new ModifyListenerCommand({
      ListenerArn: account.listener,
      DefaultActions: [{ Type: "forward", ForwardConfig: { TargetGroups: groups } }],
    }),
  );
  await web.minutes(2);
  return third;
}

for (const weight of [100, 7]) {
  scenario(
    `another target group in the rule keeps its weight of ${weight}`,
    {
      before: async (web) => {
        await addThird(web, weight);
      },
      leaves: { strangers: 1 },
    },
    async (web) => {
      const third = [...weights(web)].find(([arn]) => !web.account.targetGroups.includes(arn))?.[0];
      await web.publish();
      await web.settled();
      expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
      expect(weights(web)).toContainEqual([third, weight]);
      expect(weights(web)).toContainEqual([web.account.targetGroups[1], weight]);
    },
  );
}

scenario(
  "beside another target group the pair has too little weight for the declared steps: refused, and nothing is made",
  {
    before: async (web) => {
      await addThird(web, 1);
    },
    leaves: { strangers: 1 },
  },
  async (web) => {
    await web.publish();
    await web.settled();
    expect(web.changes()).toEqual([]);
    expect((await web.entries()).at(-1)).toMatchObject({
      action: "refused",
      reason: expect.stringMatching(/weight of 1.*cannot hold the step of 10%/) as string,
    });
  },
);

scenario(
  "a rule beside the default one: only that rule changes",
  {
    before: async ({ person, account }) => {
      await person.elbv2.send(
        new CreateRuleCommand({
          ListenerArn: account.listener,
          Priority: 10,
          Conditions: [{ Field: "path-pattern", Values: ["/maintenance"] }],
          Actions: [
            { Type: "fixed-response", FixedResponseConfig: { StatusCode: "200", ContentType: "text/plain" } },
          ],
        }),
      );
    },
  },
  async (web) => {
    const rule = async () => {
      const { Rules = [] } = await web.person.elbv2.send(
        new DescribeRulesCommand({ ListenerArn: web.account.listener }),
      );
      return Rules.find(({ Priority }) => Priority === "10");
    };
    const before = await rule();
    await web.publish();
    await web.settled();
    expect(await web.rollout()).toMatchObject({ outcome: "succeeded" });
    expect(await rule()).toEqual(before);
  },
);

scenario(
  "traffic is found on blue again after its warm time: set back, drained and handed off anew before blue goes",
  { declaration: { retire: { drain: "5m", warm: "1h", handoff: { command: "/opt/handoff" } } } },
  async (web) => {
    await web.publish();
    await web.until("RetireBlue");
    await web.minutes(55);
    await web.person.moveTraffic(web.account, 0);
    await web.settled();
    const { outcome, traffic, milestones } = await web.rollout();
    expect(outcome).toBe("succeeded");
    // That blue was drained an hour ago proves nothing once it has served again.
    expect(((milestones["drained"] ?? 0) - (traffic.setAt ?? 0)) / 60_000).toBeGreaterThanOrEqual(3);
    expect(milestones["handoff"]).toBeGreaterThan(milestones["drained"] ?? 0);
    expect(web.count("SendCommand")).toBe(1);
  },
);
