import {
  CreateReplaceRootVolumeTaskCommand,
  DescribeReplaceRootVolumeTasksCommand,
  StopInstancesCommand,
} from "@aws-sdk/client-ec2";
import { expect, test } from "vitest";
import { bothWays, type Connect } from "../../support/simulator/both-ways.ts";
import { registerImage } from "../../support/simulator/ec2/furnished.ts";
import { connectServers } from "../../support/simulator/ec2/servers.ts";

async function connectReplacing(connect: Connect) {
  const account = await connectServers(connect);
  const { run, ec2, InstanceId } = account;
  account.pass(120);
  return {
    ...account,
    replace: async (ImageId?: string) => {
      const input = { InstanceId, ...(ImageId !== undefined && { ImageId }) };
      return (await run(ec2.send(new CreateReplaceRootVolumeTaskCommand(input)))).ReplaceRootVolumeTask;
    },
    task: async () => {
      const Filters = [{ Name: "instance-id", Values: [InstanceId] }];
      const asked = new DescribeReplaceRootVolumeTasksCommand({ Filters });
      return (await run(ec2.send(asked))).ReplaceRootVolumeTasks?.[0];
    },
  };
}

bothWays("a root volume that is replaced", (connect) => {
  test("from another image shows that image, a new volume, and a server of the same age", async () => {
    const account = await connectReplacing(connect);
    const { replace, task, shown, pass, world, InstanceId } = account;
    const other = await registerImage(account, "web-2", { "sim:http-status": "503" });
    const before = await shown();
    expect(await replace(other)).toMatchObject({ TaskState: "pending", ImageId: other });
    pass(20);
    expect((await task())?.TaskState).toBe("in-progress");
    expect((await shown()).ImageId).toBe(before.ImageId);
    pass(20);
    expect(await task()).toMatchObject({ TaskState: "succeeded", CompleteTime: expect.any(String) });
    const after = await shown();
    expect(after.ImageId).toBe(other);
    const [volume, newVolume] = [before, after].map((each) => each.BlockDeviceMappings?.[0]?.Ebs);
    expect(newVolume?.VolumeId).not.toBe(volume?.VolumeId);
    expect(newVolume?.AttachTime).not.toEqual(volume?.AttachTime);
    expect(after.LaunchTime).toEqual(before.LaunchTime);
    expect(after.NetworkInterfaces).toEqual(before.NetworkInterfaces);
    expect(world.state.instances.get(InstanceId)?.script.httpStatus).toBe(503);
  });

  test("from the same image shows by its volume alone, and the server boots anew", async () => {
    const { replace, shown, pass, world, InstanceId } = await connectReplacing(connect);
    const before = await shown();
    await replace();
    pass(31);
    const after = await shown();
    expect(after.ImageId).toBe(before.ImageId);
    expect(after.BlockDeviceMappings).not.toEqual(before.BlockDeviceMappings);
    expect(world.state.instances.get(InstanceId)?.healthyAt).toBeGreaterThan(world.now());
  });

  test("is not, when the server does not run, or the image is of another kind", async () => {
    const { replace, task, run, ec2, ids, pass, shown, world, ImageId } = await connectReplacing(connect);
    const image = world.state.images.get(ImageId);
    if (image) world.state.images.set("ami-arm", { ...image, imageId: "ami-arm", architecture: "arm64" });
    await expect(replace("ami-arm")).rejects.toMatchObject({ name: "InvalidParameterValue" });
    const before = await shown();
    await replace();
    await run(ec2.send(new StopInstancesCommand({ InstanceIds: ids })));
    pass(60);
    expect((await task())?.TaskState).toBe("failed");
    expect((await shown()).BlockDeviceMappings).toEqual(before.BlockDeviceMappings);
    await expect(replace()).rejects.toMatchObject({ name: "IncorrectInstanceState" });
  });
});
