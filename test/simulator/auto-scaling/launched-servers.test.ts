import {
  DescribeInstancesCommand,
  type RequestLaunchTemplateData,
  StopInstancesCommand,
} from "@aws-sdk/client-ec2";
import { expect, test } from "vitest";
import { bothWays } from "../../support/simulator/both-ways.ts";
import { connectGroups, type GroupAccount } from "../../support/simulator/auto-scaling/account.ts";

const DATA: RequestLaunchTemplateData = {
  InstanceType: "t3.micro",
  KeyName: "ops",
  IamInstanceProfile: { Arn: "arn:aws:iam::123456789012:instance-profile/fleets/web" },
  MetadataOptions: { HttpTokens: "required", HttpPutResponseHopLimit: 2 },
  Monitoring: { Enabled: true },
  NetworkInterfaces: [{ DeviceIndex: 0, Groups: ["sg-web"] }],
  TagSpecifications: [
    {
      ResourceType: "instance",
      Tags: [
        { Key: "app", Value: "shop" },
        { Key: "stage", Value: "template" },
      ],
    },
  ],
};

async function shown({ run, ec2, ids }: GroupAccount) {
  const asked = new DescribeInstancesCommand({ InstanceIds: await ids() });
  const { Reservations = [] } = await run(ec2.send(asked));
  return Reservations.flatMap(({ Instances = [] }) => Instances);
}

bothWays("servers that a group launches", (connect) => {
  test("are as its template's version says, and carry AWS's tags, the template's and the group's", async () => {
    const account = await connectGroups(connect);
    const LaunchTemplateId = await account.createTemplate({ ...DATA, ImageId: account.imageId }, "shop");
    await account.create({
      LaunchTemplate: { LaunchTemplateId, Version: "$Latest" },
      DesiredCapacity: 2,
      Tags: [
        { Key: "stage", Value: "group", PropagateAtLaunch: true },
        { Key: "owner", Value: "desk", PropagateAtLaunch: false },
      ],
    });
    account.pass(60);
    const servers = await shown(account);
    expect(servers).toHaveLength(2);
    for (const server of servers) {
      expect(server).toMatchObject({
        InstanceType: "t3.micro",
        KeyName: "ops",
        IamInstanceProfile: { Arn: "arn:aws:iam::123456789012:instance-profile/fleets/web" },
        MetadataOptions: { State: "applied", HttpTokens: "required", HttpPutResponseHopLimit: 2 },
        Monitoring: { State: "enabled" },
        SecurityGroups: [{ GroupId: "sg-web" }],
        NetworkInterfaces: [{ Groups: [{ GroupId: "sg-web" }], Attachment: { DeviceIndex: 0 } }],
      });
      expect(Object.fromEntries((server.Tags ?? []).map(({ Key, Value }) => [Key, Value]))).toEqual({
        "aws:ec2launchtemplate:id": LaunchTemplateId,
        "aws:ec2launchtemplate:version": "1",
        "aws:autoscaling:groupName": "web",
        app: "shop",
        stage: "group",
      });
    }
  });

  test("by a mixed-instances policy have the override's type, the version's other settings", async () => {
    const account = await connectGroups(connect);
    const LaunchTemplateId = await account.createTemplate({ ...DATA, ImageId: account.imageId }, "shop");
    await account.create({
      DesiredCapacity: 1,
      MixedInstancesPolicy: {
        LaunchTemplate: {
          LaunchTemplateSpecification: { LaunchTemplateId, Version: "1" },
          Overrides: [{ InstanceType: "t3.large" }],
        },
      },
    });
    account.pass(60);
    const [server] = await shown(account);
    expect(server).toMatchObject({
      InstanceType: "t3.large",
      KeyName: "ops",
      Monitoring: { State: "enabled" },
    });
  });

  test("are not launched from a profile's ARN that is none", async () => {
    const account = await connectGroups(connect);
    const IamInstanceProfile = { Arn: "web" };
    const data = { ...DATA, IamInstanceProfile, ImageId: account.imageId };
    const LaunchTemplateId = await account.createTemplate(data, "shop");
    await account.create({ LaunchTemplate: { LaunchTemplateId, Version: "1" }, DesiredCapacity: 1 });
    account.pass(60);
    expect(await account.ids()).toEqual([]);
    expect((await account.activities())[0]?.StatusMessage).toContain("Invalid IAM Instance Profile ARN");
  });

  test("and that a person stops are ended and replaced", async () => {
    const account = await connectGroups(connect);
    await account.create({ DesiredCapacity: 1 });
    account.pass(120);
    const InstanceIds = await account.ids();
    await account.run(account.ec2.send(new StopInstancesCommand({ InstanceIds })));
    account.pass(120);
    const [now] = await account.servers();
    expect(now).toMatchObject({ LifecycleState: "InService", HealthStatus: "Healthy" });
    expect(now?.InstanceId).not.toBe(InstanceIds[0]);
    expect(account.world.state.instances.get(InstanceIds[0] ?? "")?.state).toBe("terminated");
  });
});
