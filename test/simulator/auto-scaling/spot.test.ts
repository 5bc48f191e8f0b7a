import { PutLifecycleHookCommand, SetDesiredCapacityCommand } from "@aws-sdk/client-auto-scaling";
import { DescribeInstancesCommand } from "@aws-sdk/client-ec2";
import { expect, test } from "vitest";
import { setZoneCapacity } from "../../../simulator/services/ec2/instances/launch.ts";
import { interruptSpot, recommendRebalance } from "../../../simulator/services/ec2/spot/notices.ts";
import { connectGroups, type GroupAccount } from "../../support/simulator/auto-scaling/account.ts";
import { bothWays } from "../../support/simulator/both-ways.ts";

type Connect = Parameters<typeof connectGroups>[0];

async function spotGroup(connect: Connect, input: object = {}): Promise<GroupAccount> {
  const account = await connectGroups(connect);
  const { imageId: ImageId, createTemplate } = account;
  const market = { InstanceMarketOptions: { MarketType: "spot" as const } };
  const LaunchTemplateId = await createTemplate({ ImageId, InstanceType: "t3.micro", ...market }, "spot");
  const LaunchTemplate = { LaunchTemplateId, Version: "1" };
  await account.create({ DesiredCapacity: 2, MaxSize: 2, LaunchTemplate, ...input });
  account.pass(20);
  return account;
}

async function lifecycles({ run, ec2 }: GroupAccount): Promise<(string | undefined)[]> {
  const answer = await run(ec2.send(new DescribeInstancesCommand({})));
  const all = (answer.Reservations ?? []).flatMap(({ Instances = [] }) => Instances);
  return all
    .filter(({ State }) => State?.Name === "running")
    .map(({ InstanceLifecycle }) => InstanceLifecycle);
}

// aws-facts 8.3, one test per fact.
bothWays("Spot servers", (connect) => {
  test("are bought by the template, or by the distribution of a mixed policy", async () => {
    expect(await lifecycles(await spotGroup(connect))).toEqual(["spot", "spot"]);
    const account = await connectGroups(connect);
    const MixedInstancesPolicy = {
      LaunchTemplate: { LaunchTemplateSpecification: { LaunchTemplateId: account.template, Version: "1" } },
      InstancesDistribution: { OnDemandBaseCapacity: 1, OnDemandPercentageAboveBaseCapacity: 25 },
    };
    await account.create({ DesiredCapacity: 5, MixedInstancesPolicy });
    account.pass(20);
    const bought = await lifecycles(account);
    expect(bought.filter((each) => each === "spot")).toHaveLength(3);
    expect(bought).toHaveLength(5);
  });

  test("of a mixed group leave where they are too many, however old: On-Demand ones only beyond what is to be", async () => {
    const account = await connectGroups(connect);
    const MixedInstancesPolicy = {
      LaunchTemplate: { LaunchTemplateSpecification: { LaunchTemplateId: account.template, Version: "1" } },
      InstancesDistribution: { OnDemandBaseCapacity: 1, OnDemandPercentageAboveBaseCapacity: 25 },
    };
    await account.create({ DesiredCapacity: 5, MixedInstancesPolicy });
    account.pass(20);
    for (const [DesiredCapacity, onDemand] of [
      [3, 2],
      [1, 1],
    ] as const) {
      const { asg, run } = account;
      await run(asg.send(new SetDesiredCapacityCommand({ AutoScalingGroupName: "web", DesiredCapacity })));
      account.pass(600);
      const bought = await lifecycles(account);
      expect(bought.filter((each) => each === undefined)).toHaveLength(onDemand);
      expect(bought).toHaveLength(DesiredCapacity);
    }
  });

  test("a notice is an event of the documented form, two minutes before the server is taken", async () => {
    const account = await spotGroup(connect);
    const [id = ""] = await account.ids();
    recommendRebalance(account.world, id);
    interruptSpot(account.world, id);
    const told = account.events.filter(
      ({ source, "detail-type": type }) => source === "aws.ec2" && !type.includes("State-change"),
    );
    const zone = account.world.state.instances.get(id)?.zone;
    expect(told).toMatchObject([
      {
        "detail-type": "EC2 Instance Rebalance Recommendation",
        resources: [`arn:aws:ec2:us-east-1:123456789012:instance/${id}`],
        detail: { "instance-id": id },
      },
      {
        "detail-type": "EC2 Spot Instance Interruption Warning",
        resources: [`arn:aws:ec2:${zone}:instance/${id}`],
        detail: { "instance-id": id, "instance-action": "terminate" },
      },
    ]);
    account.pass(119);
    expect(account.world.state.instances.get(id)?.state).toBe("running");
    account.pass(2);
    expect(account.world.state.instances.get(id)?.state).toBe("shutting-down");
    account.pass(30);
    expect(await account.ids()).not.toContain(id);
    expect(await account.states()).toEqual(["InService", "InService"]);
  });

  test("without CapacityRebalance a recommendation changes nothing", async () => {
    const account = await spotGroup(connect);
    const before = await account.ids();
    recommendRebalance(account.world, before[0] ?? "");
    account.pass(300);
    expect(await account.ids()).toEqual(before);
  });

  test("with it another one is launched first, above the maximum too, and the old one goes by its hooks", async () => {
    const account = await spotGroup(connect, { CapacityRebalance: true });
    const { run, asg, ids, states, pass } = account;
    const hook = { LifecycleHookName: "leave", LifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING" };
    await run(asg.send(new PutLifecycleHookCommand({ AutoScalingGroupName: "web", ...hook })));
    const [risky = ""] = await ids();
    recommendRebalance(account.world, risky);
    pass(3);
    expect(await states()).toEqual(["InService", "InService", "Pending"]);
    pass(10);
    expect(await states()).toEqual(["Terminating:Wait", "InService", "InService"]);
  });

  test("what could not be launched is tried again, and what is taken meanwhile is made up for once", async () => {
    const account = await spotGroup(connect, { CapacityRebalance: true });
    const { world, ids, states, pass } = account;
    const [risky = ""] = await ids();
    for (const zone of ["us-east-1a", "us-east-1b"]) setZoneCapacity(world, zone, false);
    recommendRebalance(world, risky);
    pass(20);
    expect(await states()).toEqual(["InService", "InService"]);
    interruptSpot(world, risky);
    pass(115);
    for (const zone of ["us-east-1a", "us-east-1b"]) setZoneCapacity(world, zone, true);
    pass(240);
    expect(await states()).toEqual(["InService", "InService"]);
    expect(await ids()).not.toContain(risky);
  });

  test("only running Spot servers are taken so, stopped ones too", async () => {
    const onDemand = await connectGroups(connect);
    await onDemand.create({ DesiredCapacity: 1 });
    onDemand.pass(20);
    const [id = ""] = await onDemand.ids();
    expect(() => interruptSpot(onDemand.world, id)).toThrow(/no running Spot instance/);
    const account = await spotGroup(connect);
    const [stopped = ""] = await account.ids();
    interruptSpot(account.world, stopped, "stop");
    account.pass(120);
    expect(account.world.state.instances.get(stopped)?.state).toBe("stopping");
    account.pass(30);
    expect(await account.ids()).not.toContain(stopped);
  });
});
