import {
  CompleteLifecycleActionCommand,
  DeleteAutoScalingGroupCommand,
  DeleteWarmPoolCommand,
  DescribeAutoScalingInstancesCommand,
  DescribeWarmPoolCommand,
  PutLifecycleHookCommand,
  PutWarmPoolCommand,
  type PutWarmPoolCommandInput,
  SetInstanceProtectionCommand,
  StartInstanceRefreshCommand,
  TerminateInstanceInAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import { expect, test } from "vitest";
import { terminateInstances } from "../../../simulator/services/ec2/instances/launch.ts";
import { connectGroups, type GroupAccount } from "../../support/simulator/auto-scaling/account.ts";
import { bothWays } from "../../support/simulator/both-ways.ts";

const WEB = { AutoScalingGroupName: "web" };
type Connect = Parameters<typeof connectGroups>[0];

const put = ({ run, asg }: GroupAccount, input: Partial<PutWarmPoolCommandInput> = {}) =>
  run(asg.send(new PutWarmPoolCommand({ ...WEB, ...input })));
const pool = ({ run, asg }: GroupAccount) => run(asg.send(new DescribeWarmPoolCommand(WEB)));
const warmed = async (account: GroupAccount): Promise<(string | undefined)[]> =>
  ((await pool(account)).Instances ?? []).map(({ LifecycleState }) => LifecycleState);

async function withPool(
  connect: Connect,
  input: Partial<PutWarmPoolCommandInput> = {},
): Promise<GroupAccount> {
  const account = await connectGroups(connect);
  await account.create({ DesiredCapacity: 1, MaxSize: 3 });
  await put(account, input);
  account.pass(60);
  return account;
}

// aws-facts 8.4 and ASG/ec2-auto-scaling-warm-pools, one test per fact.
bothWays("warm pools", (connect) => {
  test("hold stopped servers up to the maximum, which are none of the group's", async () => {
    const account = await withPool(connect);
    expect(await warmed(account)).toEqual(["Warmed:Stopped", "Warmed:Stopped"]);
    expect(await account.states()).toEqual(["InService"]);
    const configuration = { MinSize: 0, PoolState: "Stopped" };
    expect(await account.describe()).toMatchObject({ WarmPoolSize: 2, WarmPoolConfiguration: configuration });
    const all = await account.run(account.asg.send(new DescribeAutoScalingInstancesCommand({})));
    expect(all.AutoScalingInstances?.map(({ LifecycleState }) => LifecycleState)).toEqual(
      expect.arrayContaining(["InService", "Warmed:Stopped"]),
    );
    await account.setDesired(0);
    account.pass(60);
    expect(await warmed(account)).toHaveLength(3);
  });

  test("have a size of their own: what is prepared less the desired capacity, at least the minimum", async () => {
    const account = await withPool(connect, { MaxGroupPreparedCapacity: 2, PoolState: "Running" });
    expect(await warmed(account)).toEqual(["Warmed:Running"]);
    await put(account, { MaxGroupPreparedCapacity: 0, MinSize: 3 });
    account.pass(60);
    expect(await warmed(account)).toHaveLength(3);
    await put(account, { MaxGroupPreparedCapacity: 0 });
    account.pass(60);
    expect(await warmed(account)).toEqual([]);
  });

  test("a group grows from its pool, which is not filled again, with the launch hooks a second time", async () => {
    const account = await connectGroups(connect);
    const { run, asg } = account;
    await account.create({ DesiredCapacity: 0, MaxSize: 1 });
    const hook = { LifecycleHookName: "come", LifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING" };
    await run(asg.send(new PutLifecycleHookCommand({ ...WEB, ...hook })));
    await put(account);
    account.pass(20);
    expect(await warmed(account)).toEqual(["Warmed:Pending:Wait"]);
    const [InstanceId = ""] = ((await pool(account)).Instances ?? []).map((each) => each.InstanceId ?? "");
    const done = { ...WEB, LifecycleHookName: "come", LifecycleActionResult: "CONTINUE", InstanceId };
    await run(asg.send(new CompleteLifecycleActionCommand(done)));
    account.pass(20);
    expect(await warmed(account)).toEqual(["Warmed:Stopped"]);
    await account.setDesired(1);
    account.pass(20);
    expect(await account.states()).toEqual(["Pending:Wait"]);
    await run(asg.send(new CompleteLifecycleActionCommand(done)));
    account.pass(20);
    expect(await account.ids()).toEqual([InstanceId]);
    expect(await warmed(account)).toEqual([]);
    const ways = account.events
      .filter(({ source, detail }) => source === "aws.autoscaling" && "Destination" in detail)
      .map(
        ({ "detail-type": type, detail }) =>
          `${type.split(" ")[1]}: ${String(detail["Origin"])}, ${String(detail["Destination"])}`,
      );
    expect(ways).toEqual([
      "Instance-launch: EC2, WarmPool",
      "Instance: EC2, WarmPool",
      "Instance-launch: WarmPool, AutoScalingGroup",
      "Instance: WarmPool, AutoScalingGroup",
    ]);
    expect((await account.activities())[0]?.Description).toContain("from warm pool");
  });

  test("running ones come in without a start, and one that EC2 ended is replaced", async () => {
    const account = await withPool(connect, { PoolState: "Running" });
    const [lost = ""] = ((await pool(account)).Instances ?? []).map((each) => each.InstanceId ?? "");
    terminateInstances(account.world, [lost], "Client.UserInitiatedShutdown");
    account.pass(60);
    expect(await warmed(account)).toEqual(["Warmed:Running", "Warmed:Running"]);
    await account.setDesired(2);
    account.pass(3);
    expect(await account.states()).toEqual(["InService", "InService"]);
  });

  test("their servers are neither protected nor terminated by call, and keep their group from deletion", async () => {
    const account = await withPool(connect);
    const { run, asg } = account;
    const [InstanceId = ""] = ((await pool(account)).Instances ?? []).map((each) => each.InstanceId ?? "");
    const protect = { ...WEB, InstanceIds: [InstanceId], ProtectedFromScaleIn: true };
    await expect(run(asg.send(new SetInstanceProtectionCommand(protect)))).rejects.toThrow("warm pool");
    const end = { InstanceId, ShouldDecrementDesiredCapacity: false };
    await expect(run(asg.send(new TerminateInstanceInAutoScalingGroupCommand(end)))).rejects.toThrow(
      "warm pool",
    );
    await account.update({ MinSize: 0, MaxSize: 3, DesiredCapacity: 0 });
    account.pass(60);
    const remove = () => run(asg.send(new DeleteAutoScalingGroupCommand(WEB)));
    await expect(remove()).rejects.toMatchObject({ name: "ResourceInUseFault" });
    await run(asg.send(new DeleteWarmPoolCommand(WEB)));
    expect((await pool(account)).WarmPoolConfiguration).toMatchObject({ Status: "PendingDelete" });
    account.pass(60);
    expect((await pool(account)).WarmPoolConfiguration).toBeUndefined();
    await remove();
  });

  test("are refused for mixed policies, Spot and weights, in a refresh, and where they are not simulated", async () => {
    const account = await connectGroups(connect);
    const LaunchTemplateSpecification = { LaunchTemplateId: account.template, Version: "1" };
    await account.create({ MixedInstancesPolicy: { LaunchTemplate: { LaunchTemplateSpecification } } });
    await expect(put(account)).rejects.toThrow("can't add a warm pool");
    await account.update({ LaunchTemplate: LaunchTemplateSpecification });
    await expect(put(account, { PoolState: "Hibernated" })).rejects.toThrow("does not have Hibernated");
    const reuse = { InstanceReusePolicy: { ReuseOnScaleIn: true } };
    await expect(put(account, reuse)).rejects.toThrow("InstanceReusePolicy");
    await account.run(account.asg.send(new StartInstanceRefreshCommand(WEB)));
    await expect(put(account)).rejects.toMatchObject({ name: "InstanceRefreshInProgressFault" });
  });
});
