import {
  CreateImageCommand,
  DescribeImagesCommand,
  ModifyInstanceMetadataOptionsCommand,
  MonitorInstancesCommand,
  RegisterImageCommand,
  RunInstancesCommand,
  StopInstancesCommand,
  UnmonitorInstancesCommand,
} from "@aws-sdk/client-ec2";
import { expect, test } from "vitest";
import { bothWays } from "../../support/simulator/both-ways.ts";
import { connectServers } from "../../support/simulator/ec2/servers.ts";

bothWays("a server's settings", (connect) => {
  test("are what the launch said: key, profile, metadata options, monitoring, security groups", async () => {
    const { shown, launched, pass } = await connectServers(connect, {
      KeyName: "ops",
      IamInstanceProfile: { Name: "web" },
      MetadataOptions: {
        HttpTokens: "required",
        HttpPutResponseHopLimit: 3,
        InstanceMetadataTags: "enabled",
      },
      Monitoring: { Enabled: true },
      SecurityGroupIds: ["sg-web"],
    });
    expect(launched[0]).toMatchObject({
      MetadataOptions: { State: "pending" },
      Monitoring: { State: "pending" },
    });
    pass(20);
    expect(await shown()).toMatchObject({
      KeyName: "ops",
      IamInstanceProfile: {
        Arn: "arn:aws:iam::123456789012:instance-profile/web",
        Id: expect.stringMatching(/^AIPA\w{17}$/),
      },
      MetadataOptions: {
        State: "applied",
        HttpTokens: "required",
        HttpPutResponseHopLimit: 3,
        HttpEndpoint: "enabled",
        HttpProtocolIpv6: "disabled",
        InstanceMetadataTags: "enabled",
      },
      Monitoring: { State: "enabled" },
      SecurityGroups: [{ GroupId: "sg-web", GroupName: "web" }],
    });
  });

  test("are AWS's defaults where the launch says nothing", async () => {
    const { shown, pass } = await connectServers(connect);
    pass(20);
    const server = await shown();
    expect(server).toMatchObject({
      MetadataOptions: {
        State: "applied",
        HttpTokens: "optional",
        HttpPutResponseHopLimit: 1,
        HttpEndpoint: "enabled",
        InstanceMetadataTags: "disabled",
      },
      Monitoring: { State: "disabled" },
      EbsOptimized: false,
    });
    expect(server.KeyName).toBeUndefined();
    expect(server.IamInstanceProfile).toBeUndefined();
  });

  test("want tokens where the image has ImdsSupport v2.0, and an image made of the server has it, too", async () => {
    const { run, ec2, pass, describe } = await connectServers(connect);
    const input = { Name: "web-2", ImdsSupport: "v2.0" as const };
    const { ImageId = "" } = await run(ec2.send(new RegisterImageCommand(input)));
    const launch = new RunInstancesCommand({ ImageId, InstanceType: "t3.micro", MinCount: 1, MaxCount: 1 });
    const InstanceId = (await run(ec2.send(launch))).Instances?.[0]?.InstanceId ?? "";
    pass(20);
    const [server] = await describe({ InstanceIds: [InstanceId] });
    expect(server?.MetadataOptions).toMatchObject({ HttpTokens: "required", HttpPutResponseHopLimit: 2 });
    const made = await run(ec2.send(new CreateImageCommand({ InstanceId, Name: "web-3" })));
    const ids = [ImageId, made.ImageId ?? ""];
    const { Images = [] } = await run(ec2.send(new DescribeImagesCommand({ ImageIds: ids })));
    expect(Images.map(({ ImdsSupport }) => ImdsSupport)).toEqual(["v2.0", "v2.0"]);
  });

  test("show one network interface, attached at the launch", async () => {
    const { shown, world, launched } = await connectServers(connect, { SecurityGroupIds: ["sg-web"] });
    const [first] = launched;
    expect((await shown()).NetworkInterfaces).toMatchObject([
      {
        Attachment: { AttachTime: first?.LaunchTime, DeviceIndex: 0, Status: "attached" },
        Groups: [{ GroupId: "sg-web", GroupName: "web" }],
        PrivateIpAddress: "172.31.0.4",
        SubnetId: "subnet-a",
        VpcId: "vpc-0default",
        OwnerId: world.account,
      },
    ]);
  });

  test("tell the launch to the second, as EC2 does", async () => {
    const { run, ec2, ImageId, world, pass, describe } = await connectServers(connect);
    pass(0.7);
    const launch = new RunInstancesCommand({ ImageId, InstanceType: "t3.micro", MinCount: 1, MaxCount: 1 });
    const InstanceId = (await run(ec2.send(launch))).Instances?.[0]?.InstanceId ?? "";
    const launchedAt = world.state.instances.get(InstanceId)?.launchedAt ?? 0;
    expect(launchedAt % 1000).toBeGreaterThan(0);
    const [server] = await describe({ InstanceIds: [InstanceId] });
    expect(server?.LaunchTime?.getTime()).toBe(launchedAt - (launchedAt % 1000));
    expect(server?.NetworkInterfaces?.[0]?.Attachment?.AttachTime).toEqual(server?.LaunchTime);
  });

  test("of the metadata change live: pending first, what is not named stays", async () => {
    const { run, ec2, InstanceId, shown, pass } = await connectServers(connect);
    pass(20);
    const change = { InstanceId, HttpTokens: "required" as const };
    const answer = await run(ec2.send(new ModifyInstanceMetadataOptionsCommand(change)));
    expect(answer).toMatchObject({
      InstanceId,
      InstanceMetadataOptions: { State: "pending", HttpTokens: "required", HttpPutResponseHopLimit: 1 },
    });
    expect((await shown()).MetadataOptions?.State).toBe("pending");
    pass(5);
    expect((await shown()).MetadataOptions).toMatchObject({ State: "applied", HttpTokens: "required" });
  });

  test("of the metadata that change on a stopped server stay pending until it is started", async () => {
    const { run, ec2, InstanceId, shown, pass } = await connectServers(connect);
    pass(20);
    await run(ec2.send(new StopInstancesCommand({ InstanceIds: [InstanceId] })));
    pass(20);
    expect((await shown()).MetadataOptions?.State).toBe("applied");
    const change = { InstanceId, HttpEndpoint: "disabled" as const };
    await run(ec2.send(new ModifyInstanceMetadataOptionsCommand(change)));
    pass(3600);
    expect((await shown()).MetadataOptions).toMatchObject({ State: "pending", HttpEndpoint: "disabled" });
  });

  test("of the metadata are refused out of their range, and by a server that is gone or not there yet", async () => {
    const { run, ec2, InstanceId, pass } = await connectServers(connect);
    const change = (HttpPutResponseHopLimit: number, id = InstanceId) =>
      run(ec2.send(new ModifyInstanceMetadataOptionsCommand({ InstanceId: id, HttpPutResponseHopLimit })));
    await expect(change(2)).rejects.toMatchObject({ name: "IncorrectInstanceState" });
    pass(20);
    await expect(change(65)).rejects.toMatchObject({ name: "InvalidParameterValue" });
    await expect(change(2, "i-0123456789abcdef0")).rejects.toMatchObject({
      name: "InvalidInstanceID.NotFound",
    });
  });

  test("of detailed monitoring go through pending and disabling", async () => {
    const { run, ec2, ids, shown, pass } = await connectServers(connect);
    pass(20);
    const on = await run(ec2.send(new MonitorInstancesCommand({ InstanceIds: ids })));
    expect(on.InstanceMonitorings).toEqual([{ InstanceId: ids[0], Monitoring: { State: "pending" } }]);
    pass(5);
    expect((await shown()).Monitoring).toEqual({ State: "enabled" });
    const off = await run(ec2.send(new UnmonitorInstancesCommand({ InstanceIds: ids })));
    expect(off.InstanceMonitorings?.[0]?.Monitoring).toEqual({ State: "disabling" });
    pass(5);
    expect((await shown()).Monitoring).toEqual({ State: "disabled" });
  });
});
