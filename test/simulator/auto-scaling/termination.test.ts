import {
  DeleteAutoScalingGroupCommand,
  DescribeScalingActivitiesCommand,
} from "@aws-sdk/client-auto-scaling";
import { DeleteTargetGroupCommand } from "@aws-sdk/client-elastic-load-balancing-v2";
import { expect, test } from "vitest";
import { connectGroups, type GroupAccount } from "../../support/simulator/auto-scaling/account.ts";
import { connectTraffic } from "../../support/simulator/auto-scaling/traffic.ts";
import { bothWays } from "../../support/simulator/both-ways.ts";

const HANDOFF = {
  LifecycleHookName: "handoff",
  LifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
  HeartbeatTimeout: 60,
  DefaultResult: "CONTINUE",
};

const remove = ({ run, asg }: GroupAccount, ForceDelete?: boolean) =>
  run(
    asg.send(
      new DeleteAutoScalingGroupCommand({
        AutoScalingGroupName: "web",
        ...(ForceDelete !== undefined && { ForceDelete }),
      }),
    ),
  );

bothWays("leaving a group", (connect) => {
  test("goes by deregistration, the whole deregistration delay, the hooks, and only then termination (aws-facts 1.3)", async () => {
    const account = await connectTraffic(connect);
    const LifecycleHookSpecificationList = [HANDOFF];
    await account.create({
      DesiredCapacity: 1,
      TargetGroupARNs: [account.arn],
      LifecycleHookSpecificationList,
    });
    account.pass(60);
    const [id = ""] = await account.ids();
    await account.setDesired(0);
    account.pass(30);
    expect(await account.states()).toEqual(["Terminating"]);
    expect((await account.targets()).get(id)).toBe("draining");
    expect((await account.activities())[0]?.StatusCode).toBe("WaitingForELBConnectionDraining");
    account.pass(45);
    expect(await account.states()).toEqual(["Terminating:Wait"]);
    expect(account.world.state.instances.get(id)?.state).toBe("running");
    account.pass(60);
    expect(await account.states()).toEqual([]);
    expect(account.world.state.instances.get(id)?.state).toBe("terminated");
  });

  test("ends with the documented event (events/autoscaling-instance-terminate-successful)", async () => {
    const { create, pass, ids, setDesired, events } = await connectGroups(connect);
    await create({ DesiredCapacity: 1 });
    pass(10);
    const [id] = await ids();
    await setDesired(0);
    pass(10);
    const event = events.find((each) => each["detail-type"] === "EC2 Instance Terminate Successful");
    expect(event?.detail).toMatchObject({
      EC2InstanceId: id,
      Origin: "AutoScalingGroup",
      Destination: "EC2",
      Description: `Terminating EC2 instance: ${id}`,
    });
  });

  test("targets of a target group that nothing forwards to drain at once", async () => {
    const { create, pass, targetGroup, setDesired, states } = await connectTraffic(connect);
    await create({ DesiredCapacity: 2, TargetGroupARNs: [await targetGroup("idle", 300)] });
    pass(10);
    await setDesired(0);
    pass(10);
    expect(await states()).toEqual([]);
  });

  test("a target group deleted meanwhile is not waited for", async () => {
    const { create, pass, targetGroup, setDesired, states, run, elb } = await connectTraffic(connect);
    const idle = await targetGroup("idle", 300);
    await create({ DesiredCapacity: 1, TargetGroupARNs: [idle] });
    pass(10);
    await run(elb.send(new DeleteTargetGroupCommand({ TargetGroupArn: idle })));
    await setDesired(0);
    pass(10);
    expect(await states()).toEqual([]);
  });
});

bothWays("DeleteAutoScalingGroup", (connect) => {
  test("fails with ResourceInUse while servers exist (aws-facts 1.2)", async () => {
    const account = await connectGroups(connect);
    await account.create({ DesiredCapacity: 1 });
    account.pass(10);
    await expect(remove(account)).rejects.toMatchObject({ name: "ResourceInUseFault" });
  });

  test("fails with ScalingActivityInProgress while the last ones leave, and then succeeds (aws-facts 1.2)", async () => {
    const account = await connectTraffic(connect);
    await account.create({ DesiredCapacity: 1, TargetGroupARNs: [account.arn] });
    account.pass(60);
    await account.setDesired(0);
    account.pass(5);
    await expect(remove(account)).rejects.toMatchObject({ name: "ScalingActivityInProgressFault" });
    account.pass(70);
    await remove(account);
    expect((await account.describe())?.Status).toBe("Delete in progress");
    account.pass(2);
    expect(await account.describe()).toBeUndefined();
  });

  test("with ForceDelete servers end without hooks and without draining (aws-facts 1.2)", async () => {
    const account = await connectTraffic(connect);
    const LifecycleHookSpecificationList = [HANDOFF];
    await account.create({
      DesiredCapacity: 2,
      TargetGroupARNs: [account.arn],
      LifecycleHookSpecificationList,
    });
    account.pass(60);
    await remove(account, true);
    account.pass(8);
    expect(await account.describe()).toBeUndefined();
    expect(account.events.map((each) => each["detail-type"])).not.toContain(
      "EC2 Instance-terminate Lifecycle Action",
    );
  });

  test("with ForceDelete servers that drain or wait for a hook end as well", async () => {
    const account = await connectTraffic(connect);
    const LifecycleHookSpecificationList = [HANDOFF];
    await account.create({
      DesiredCapacity: 2,
      TargetGroupARNs: [account.arn],
      LifecycleHookSpecificationList,
    });
    account.pass(60);
    await account.setDesired(0);
    account.pass(10);
    await remove(account, true);
    account.pass(8);
    expect(await account.describe()).toBeUndefined();
  });

  test("is refused by deletion protection (aws-facts 1.2)", async () => {
    const account = await connectGroups(connect);
    await account.create({ DeletionProtection: "prevent-force-deletion" });
    await expect(remove(account, true)).rejects.toMatchObject({ name: "ResourceInUseFault" });
    await account.update({ DeletionProtection: "prevent-all-deletion" });
    await expect(remove(account)).rejects.toMatchObject({ name: "ResourceInUseFault" });
    await account.update({ DeletionProtection: "none" });
    await remove(account);
  });

  test("keeps the activities for those who ask for deleted groups (aws-facts 1.2)", async () => {
    const account = await connectGroups(connect);
    await account.create({ DesiredCapacity: 1 });
    account.pass(10);
    await remove(account, true);
    account.pass(10);
    await expect(account.activities()).rejects.toMatchObject({ name: "ValidationError" });
    const input = { AutoScalingGroupName: "web", IncludeDeletedGroups: true };
    const answer = await account.run(account.asg.send(new DescribeScalingActivitiesCommand(input)));
    expect(answer.Activities?.map(({ Description = "" }) => Description.split(" ")[0])).toEqual([
      "Terminating",
      "Launching",
    ]);
  });

  test("frees the name", async () => {
    const account = await connectGroups(connect);
    await account.create();
    await remove(account);
    await expect(account.create()).rejects.toMatchObject({ name: "AlreadyExistsFault" });
    account.pass(2);
    await account.create();
    expect((await account.describe())?.Instances).toEqual([]);
  });
});
