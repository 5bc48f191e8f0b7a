import {
  DeleteAutoScalingGroupCommand,
  DetachInstancesCommand,
  EnterStandbyCommand,
  ExitStandbyCommand,
  TerminateInstanceInAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import { expect, test } from "vitest";
import { terminateInstances } from "../../../simulator/services/ec2/instances/launch.ts";
import { connectGroups } from "../../support/simulator/auto-scaling/account.ts";
import { connectTraffic } from "../../support/simulator/auto-scaling/traffic.ts";
import { bothWays } from "../../support/simulator/both-ways.ts";

const WEB = { AutoScalingGroupName: "web" };
const KEEP = { ...WEB, ShouldDecrementDesiredCapacity: false };
const DECREMENT = { ...WEB, ShouldDecrementDesiredCapacity: true };

bothWays("standby", (connect) => {
  test("takes a server out of traffic while it runs, and gives it back (aws-facts 1.2)", async () => {
    const { create, pass, run, asg, arn, ids, states, targets, describe, world } =
      await connectTraffic(connect);
    await create({ DesiredCapacity: 2, TargetGroupARNs: [arn] });
    pass(60);
    const [id = ""] = await ids();
    await run(asg.send(new EnterStandbyCommand({ ...DECREMENT, InstanceIds: [id] })));
    expect((await states())[0]).toBe("EnteringStandby");
    pass(62);
    expect((await states())[0]).toBe("Standby");
    expect((await describe())?.DesiredCapacity).toBe(1);
    expect((await targets()).has(id)).toBe(false);
    expect(world.state.instances.get(id)?.state).toBe("running");
    await run(asg.send(new ExitStandbyCommand({ ...WEB, InstanceIds: [id] })));
    pass(5);
    expect(await states()).toEqual(["InService", "InService"]);
    expect((await describe())?.DesiredCapacity).toBe(2);
    expect((await targets()).has(id)).toBe(true);
  });

  test("a server that EC2 ends on its way into standby leaves no activity behind", async () => {
    const { create, pass, run, asg, arn, ids, states, world } = await connectTraffic(connect);
    await create({ DesiredCapacity: 1, MinSize: 0, TargetGroupARNs: [arn] });
    pass(60);
    const InstanceIds = await ids();
    await run(asg.send(new EnterStandbyCommand({ ...DECREMENT, InstanceIds })));
    terminateInstances(world, InstanceIds, "Client.UserInitiatedShutdown");
    pass(30);
    expect(await states()).toEqual([]);
    await run(asg.send(new DeleteAutoScalingGroupCommand(WEB)));
  });

  test("without decrement the server is made up for (aws-facts 1.2)", async () => {
    const { create, pass, run, asg, ids, states } = await connectGroups(connect);
    await create({ DesiredCapacity: 1 });
    pass(10);
    await run(asg.send(new EnterStandbyCommand({ ...KEEP, InstanceIds: await ids() })));
    pass(10);
    expect(await states()).toEqual(["Standby", "InService"]);
  });

  test("scale-in leaves servers in standby alone", async () => {
    const { create, pass, run, asg, ids, states, setDesired } = await connectGroups(connect);
    await create({ DesiredCapacity: 2 });
    pass(10);
    const [id = ""] = await ids();
    await run(asg.send(new EnterStandbyCommand({ ...DECREMENT, InstanceIds: [id] })));
    await setDesired(0);
    pass(20);
    expect(await states()).toEqual(["Standby"]);
  });

  test("one that EC2 ends in standby stays there and healthy until it is to come back (aws-facts 8.5)", async () => {
    const { create, pass, run, asg, ids, servers, world } = await connectGroups(connect);
    await create({ DesiredCapacity: 2 });
    pass(10);
    const [id = ""] = await ids();
    await run(asg.send(new EnterStandbyCommand({ ...DECREMENT, InstanceIds: [id] })));
    terminateInstances(world, [id], "Client.UserInitiatedShutdown");
    pass(7200);
    const kept = { InstanceId: id, LifecycleState: "Standby", HealthStatus: "Healthy" };
    expect(await servers()).toContainEqual(expect.objectContaining(kept));
    await run(asg.send(new ExitStandbyCommand({ ...WEB, InstanceIds: [id] })));
    pass(60);
    const after = await servers();
    expect(after.map(({ LifecycleState }) => LifecycleState)).toEqual(["InService", "InService"]);
    expect(after.map(({ InstanceId }) => InstanceId)).not.toContain(id);
  });

  test("one that is ended in standby with decrement takes another one's place with it (aws-facts 8.5)", async () => {
    for (const [ShouldDecrementDesiredCapacity, left] of [
      [true, 1],
      [false, 2],
    ] as const) {
      const { create, pass, run, asg, ids, states, describe } = await connectGroups(connect);
      await create({ DesiredCapacity: 3 });
      pass(10);
      const [InstanceId = ""] = await ids();
      await run(asg.send(new EnterStandbyCommand({ ...DECREMENT, InstanceIds: [InstanceId] })));
      pass(5);
      const end = { InstanceId, ShouldDecrementDesiredCapacity };
      await run(asg.send(new TerminateInstanceInAutoScalingGroupCommand(end)));
      pass(60);
      expect((await describe())?.DesiredCapacity).toBe(left);
      expect(await states()).toHaveLength(left);
    }
  });

  test("none below the minimum, and only servers in service", async () => {
    const { create, pass, run, asg, ids } = await connectGroups(connect);
    await create({ DesiredCapacity: 1, MinSize: 1, MaxSize: 1 });
    pass(10);
    const InstanceIds = await ids();
    const stand = (input: object) =>
      run(asg.send(new EnterStandbyCommand({ ...KEEP, InstanceIds, ...input })));
    await expect(stand(DECREMENT)).rejects.toThrow("has min-size=1, max-size=1, and desired-size=1");
    await stand({});
    await expect(stand({})).rejects.toThrow("is not in InService");
  });

  test("takes at most 20 servers a call (aws-facts 1.2)", async () => {
    const { create, pass, run, asg, ids } = await connectGroups(connect);
    await create({ DesiredCapacity: 21 });
    pass(10);
    const InstanceIds = await ids();
    for (const command of [
      new EnterStandbyCommand({ ...DECREMENT, InstanceIds }),
      new DetachInstancesCommand({ ...DECREMENT, InstanceIds }),
    ]) {
      await expect(run(asg.send(command as EnterStandbyCommand))).rejects.toMatchObject({
        name: "ValidationError",
      });
    }
  });
});
