import {
  ModifyInstanceAttributeCommand,
  RunInstancesCommand,
  StartInstancesCommand,
  StopInstancesCommand,
  TerminateInstancesCommand,
} from "@aws-sdk/client-ec2";
import { expect, test } from "vitest";
import { setZoneCapacity } from "../../../simulator/services/ec2/instances/launch.ts";
import { bothWays, type Connect } from "../../support/simulator/both-ways.ts";
import { eventsOf } from "../../support/simulator/ec2/furnished.ts";
import { connectServers } from "../../support/simulator/ec2/servers.ts";

async function connectRunning(connect: Connect, count = 1) {
  const account = await connectServers(connect, { MinCount: count });
  const { run, ec2, ids, InstanceId } = account;
  account.pass(60);
  return {
    ...account,
    stop: () => run(ec2.send(new StopInstancesCommand({ InstanceIds: ids }))),
    start: () => run(ec2.send(new StartInstancesCommand({ InstanceIds: ids }))),
    protect: (name: "DisableApiStop" | "DisableApiTermination") =>
      run(ec2.send(new ModifyInstanceAttributeCommand({ InstanceId, [name]: { Value: true } }))),
  };
}

bothWays("a server that is stopped and started", (connect) => {
  test("has another LaunchTime, and the address and the AttachTime of before (aws-facts 8.8)", async () => {
    const { stop, start, shown, pass } = await connectRunning(connect);
    const before = await shown();
    expect((await stop()).StoppingInstances?.[0]).toMatchObject({
      PreviousState: { Name: "running" },
      CurrentState: { Code: 64, Name: "stopping" },
    });
    pass(20);
    const stopped = await shown();
    expect(stopped.State).toEqual({ Code: 80, Name: "stopped" });
    expect(stopped.LaunchTime).toEqual(before.LaunchTime);
    pass(3600);
    expect((await start()).StartingInstances?.[0]?.CurrentState?.Name).toBe("pending");
    pass(20);
    const after = await shown();
    expect(after.State?.Name).toBe("running");
    expect(after.LaunchTime?.getTime()).toBeGreaterThan((before.LaunchTime?.getTime() ?? 0) + 3_600_000);
    expect(after.NetworkInterfaces).toEqual(before.NetworkInterfaces);
    expect(after.StateReason).toBeUndefined();
  });

  test("boots and gets healthy as from its launch, and the bus tells every state", async () => {
    const { stop, start, world, InstanceId, pass } = await connectRunning(connect);
    const events = eventsOf(world);
    await stop();
    pass(20);
    await start();
    pass(20);
    const record = world.state.instances.get(InstanceId);
    expect((record?.healthyAt ?? 0) - (record?.runningAt ?? 0)).toBe(35_000);
    expect(events.map(({ detail }) => detail["state"])).toEqual([
      "stopping",
      "stopped",
      "pending",
      "running",
    ]);
  });

  test("may be asked twice, though not to start while it stops", async () => {
    const { stop, start, shown, pass } = await connectRunning(connect);
    expect((await start()).StartingInstances?.[0]?.CurrentState?.Name).toBe("running");
    await stop();
    await expect(start()).rejects.toMatchObject({ name: "IncorrectInstanceState" });
    expect((await stop()).StoppingInstances?.[0]?.CurrentState?.Name).toBe("stopping");
    pass(20);
    await start();
    await expect(stop()).rejects.toMatchObject({ name: "IncorrectInstanceState" });
    expect((await shown()).State?.Name).toBe("pending");
  });

  test("stays stopped while its zone has no capacity", async () => {
    const { stop, start, world, shown, pass } = await connectRunning(connect);
    await stop();
    pass(20);
    setZoneCapacity(world, "us-east-1a", false);
    await expect(start()).rejects.toMatchObject({ name: "InsufficientInstanceCapacity" });
    expect((await shown()).State?.Name).toBe("stopped");
  });

  test("can be ended while it is stopped", async () => {
    const { run, ec2, stop, ids, shown, pass } = await connectRunning(connect);
    await stop();
    await run(ec2.send(new TerminateInstancesCommand({ InstanceIds: ids })));
    pass(20);
    expect((await shown()).State?.Name).toBe("terminated");
  });

  test("is neither stopped nor ended while it is protected, nor are those of its zone", async () => {
    const { run, ec2, stop, protect, ids, describe, pass, ImageId } = await connectRunning(connect, 2);
    const refused = { name: "OperationNotPermitted" };
    await protect("DisableApiStop");
    await expect(stop()).rejects.toMatchObject(refused);
    await protect("DisableApiTermination");
    const launch = {
      ImageId,
      InstanceType: "t3.micro" as const,
      MinCount: 1,
      MaxCount: 1,
      SubnetId: "subnet-b",
    };
    const elsewhere = (await run(ec2.send(new RunInstancesCommand(launch)))).Instances?.[0]?.InstanceId ?? "";
    const end = run(ec2.send(new TerminateInstancesCommand({ InstanceIds: [...ids, elsewhere] })));
    await expect(end).rejects.toMatchObject(refused);
    pass(20);
    const states = (await describe({ InstanceIds: [...ids, elsewhere] })).map(({ State }) => State?.Name);
    expect(states).toEqual(["running", "running", "terminated"]);
  });
});
