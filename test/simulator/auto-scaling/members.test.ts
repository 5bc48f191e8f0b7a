import {
  AttachInstancesCommand,
  DescribeAutoScalingInstancesCommand,
  DetachInstancesCommand,
  SetInstanceProtectionCommand,
  TerminateInstanceInAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import { expect, test } from "vitest";
import { connectGroups } from "../../support/simulator/auto-scaling/account.ts";
import { connectTraffic } from "../../support/simulator/auto-scaling/traffic.ts";
import { bothWays } from "../../support/simulator/both-ways.ts";

const WEB = { AutoScalingGroupName: "web" };
const DECREMENT = { ...WEB, ShouldDecrementDesiredCapacity: true };

bothWays("detaching and attaching servers", (connect) => {
  test("a detached server runs on outside the group and the load balancer (aws-facts 1.2)", async () => {
    const { create, pass, run, asg, arn, ids, targets, describe, world } = await connectTraffic(connect);
    await create({ DesiredCapacity: 2, TargetGroupARNs: [arn] });
    pass(60);
    const [id = ""] = await ids();
    await run(asg.send(new DetachInstancesCommand({ ...DECREMENT, InstanceIds: [id] })));
    pass(62);
    expect(await ids()).toHaveLength(1);
    expect((await describe())?.DesiredCapacity).toBe(1);
    expect((await targets()).has(id)).toBe(false);
    const server = world.state.instances.get(id);
    expect(server?.state).toBe("running");
    expect(server?.tags.map(({ key }) => key)).not.toContain("aws:autoscaling:groupName");
  });

  test("an attached one raises the desired capacity and is registered", async () => {
    const { create, pass, run, asg, arn, ids, targets, describe } = await connectTraffic(connect);
    await create({ AutoScalingGroupName: "old", DesiredCapacity: 1 });
    await create({ TargetGroupARNs: [arn] });
    pass(10);
    const InstanceIds = await ids("old");
    const attach = () => run(asg.send(new AttachInstancesCommand({ ...WEB, InstanceIds })));
    await expect(attach()).rejects.toMatchObject({ name: "ValidationError" });
    await run(
      asg.send(new DetachInstancesCommand({ ...DECREMENT, AutoScalingGroupName: "old", InstanceIds })),
    );
    await attach();
    pass(5);
    expect(await ids()).toEqual(InstanceIds);
    expect((await describe())?.DesiredCapacity).toBe(1);
    expect([...(await targets()).keys()]).toEqual(InstanceIds);
  });
});

bothWays("SetInstanceProtection", (connect) => {
  test("keeps scale-in away, not a call that names the server (peers 3)", async () => {
    const { create, pass, run, asg, ids, states, setDesired } = await connectGroups(connect);
    await create({ DesiredCapacity: 2, NewInstancesProtectedFromScaleIn: true });
    pass(10);
    const [first = "", second = ""] = await ids();
    await setDesired(1);
    pass(20);
    expect(await states()).toEqual(["InService", "InService"]);
    const off = { ...WEB, InstanceIds: [second], ProtectedFromScaleIn: false };
    await run(asg.send(new SetInstanceProtectionCommand(off)));
    pass(20);
    expect(await ids()).toEqual([first]);
    const input = { InstanceId: first, ShouldDecrementDesiredCapacity: true };
    await run(asg.send(new TerminateInstanceInAutoScalingGroupCommand(input)));
    pass(20);
    expect(await states()).toEqual([]);
  });

  test("takes at most 50 servers a call (aws-facts 1.2)", async () => {
    const { create, run, asg } = await connectGroups(connect);
    await create();
    const InstanceIds = Array.from({ length: 51 }, (_, number) => `i-${number}`);
    const call = run(
      asg.send(new SetInstanceProtectionCommand({ ...WEB, InstanceIds, ProtectedFromScaleIn: true })),
    );
    await expect(call).rejects.toThrow("50");
  });
});

bothWays("TerminateInstanceInAutoScalingGroup", (connect) => {
  test("without decrement the server is replaced, with its activity in the answer (aws-facts 1.2)", async () => {
    const { create, pass, run, asg, ids, states } = await connectGroups(connect);
    await create({ DesiredCapacity: 1 });
    pass(10);
    const [InstanceId = ""] = await ids();
    const input = { InstanceId, ShouldDecrementDesiredCapacity: false };
    const answer = await run(asg.send(new TerminateInstanceInAutoScalingGroupCommand(input)));
    expect(answer.Activity).toMatchObject({
      StatusCode: "InProgress",
      Description: `Terminating EC2 instance: ${InstanceId}`,
    });
    pass(20);
    expect(await states()).toEqual(["InService"]);
    expect(await ids()).not.toContain(InstanceId);
  });

  test("several ids need the group's name; decrement stops at the minimum (aws-facts 1.2)", async () => {
    const { create, pass, run, asg, ids, states } = await connectGroups(connect);
    await create({ DesiredCapacity: 3, MinSize: 1 });
    pass(10);
    const terminate = (input: object) =>
      run(
        asg.send(
          new TerminateInstanceInAutoScalingGroupCommand({ ShouldDecrementDesiredCapacity: true, ...input }),
        ),
      );
    const InstanceIds = await ids();
    await expect(terminate({ InstanceIds })).rejects.toThrow("AutoScalingGroupName");
    await expect(terminate({ ...WEB, InstanceIds })).rejects.toThrow("minSize");
    const answer = await terminate({ ...WEB, InstanceIds: InstanceIds.slice(1) });
    expect(answer.Activities).toHaveLength(2);
    pass(20);
    expect(await states()).toEqual(["InService"]);
  });
});

bothWays("DescribeAutoScalingInstances", (connect) => {
  test("finds servers of all groups, and leaves unknown ids out", async () => {
    const { create, pass, run, asg, ids } = await connectGroups(connect);
    await create({ DesiredCapacity: 1 });
    await create({ AutoScalingGroupName: "other", DesiredCapacity: 2 });
    pass(10);
    const all = await run(asg.send(new DescribeAutoScalingInstancesCommand({})));
    expect(all.AutoScalingInstances).toHaveLength(3);
    const InstanceIds = [...(await ids()), "i-unknown"];
    const some = await run(asg.send(new DescribeAutoScalingInstancesCommand({ InstanceIds })));
    expect(some.AutoScalingInstances).toMatchObject([
      { AutoScalingGroupName: "web", LifecycleState: "InService", HealthStatus: "HEALTHY" },
    ]);
  });
});
