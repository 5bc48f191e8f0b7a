import {
  AutoScalingClient,
  type AutoScalingGroup,
  DescribeAutoScalingGroupsCommand,
} from "@aws-sdk/client-auto-scaling";
import {
  DescribeInstancesCommand,
  DescribeInstanceStatusCommand,
  type DescribeInstanceStatusCommandInput,
  type DescribeInstancesCommandInput,
  DescribeLaunchTemplateVersionsCommand,
  EC2Client,
  type Instance,
  type InstanceStatusEvent,
  type ResponseLaunchTemplateData,
} from "@aws-sdk/client-ec2";
import { mockClient } from "aws-sdk-client-mock";
import { onTestFinished } from "vitest";

export const NOW = Date.UTC(2026, 10, 20, 10);
export const DAY = 86_400_000;

export const groupOf = (fleet: string): string => `${fleet}-g0001`;

/** What the servers here are launched by. */
export const DATA: ResponseLaunchTemplateData = {
  ImageId: "ami-0aaa",
  InstanceType: "t3.small",
  KeyName: "deploy",
};

/** A server as it was launched, a day ago. */
export const instance = (fleet: string, InstanceId: string, special: Instance = {}): Instance => ({
  InstanceId,
  ImageId: "ami-0aaa",
  InstanceType: "t3.small",
  KeyName: "deploy",
  SubnetId: "subnet-a",
  LaunchTime: new Date(NOW - DAY),
  SecurityGroups: [{ GroupId: "sg-default" }],
  MetadataOptions: { State: "applied", HttpEndpoint: "enabled", HttpTokens: "required" },
  Tags: tagsOf({
    "moult:fleet": fleet,
    "aws:autoscaling:groupName": groupOf(fleet),
    "aws:ec2launchtemplate:version": "6",
  }),
  ...special,
});

export const tagsOf = (tags: Readonly<Record<string, string>>) =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));

export interface Account {
  servers: Instance[];
  readonly groups: Map<string, AutoScalingGroup>;
  /** Of every template version; null: it was deleted. */
  data: ResponseLaunchTemplateData | null;
  /** What EC2 has scheduled, by instance id. */
  readonly scheduled: Map<string, InstanceStatusEvent[]>;
  /** Servers in one page. */
  page: number;
}

/** The mocks stand in the place of the clients and of their middleware, so what they throw is errors of ours. */
export function fakeAccount(fleets: readonly string[]) {
  const [ec2, autoScaling] = [mockClient(EC2Client), mockClient(AutoScalingClient)];
  onTestFinished(() => {
    ec2.restore();
    autoScaling.restore();
  });
  const account: Account = {
    servers: fleets.map((fleet) => instance(fleet, `i-${fleet}`)),
    groups: new Map(fleets.map((fleet) => [groupOf(fleet), group(fleet)])),
    data: DATA,
    scheduled: new Map(),
    page: 1000,
  };
  ec2
    .on(DescribeInstancesCommand)
    .callsFake((input: DescribeInstancesCommandInput) => describe(account, input));
  ec2.on(DescribeInstanceStatusCommand).callsFake(({ InstanceIds }: DescribeInstanceStatusCommandInput) => ({
    InstanceStatuses: [...account.scheduled]
      .filter(([id]) => InstanceIds?.includes(id) ?? true)
      .map(([InstanceId, Events]) => ({ InstanceId, Events })),
  }));
  ec2.on(DescribeLaunchTemplateVersionsCommand).callsFake(() => ({
    LaunchTemplateVersions:
      account.data === null ? [] : [{ VersionNumber: 6, LaunchTemplateData: account.data }],
  }));
  autoScaling.on(DescribeAutoScalingGroupsCommand).callsFake(({ AutoScalingGroupNames = [] }) => ({
    AutoScalingGroups: (AutoScalingGroupNames as string[]).flatMap((name) => account.groups.get(name) ?? []),
  }));
  return { account, ec2, autoScaling };
}

const group = (fleet: string): AutoScalingGroup => ({
  AutoScalingGroupName: groupOf(fleet),
  MinSize: 1,
  MaxSize: 1,
  DesiredCapacity: 1,
  DefaultCooldown: 300,
  AvailabilityZones: ["us-east-1a"],
  HealthCheckType: "EC2",
  CreatedTime: new Date(NOW - DAY),
  VPCZoneIdentifier: "subnet-a",
  Instances: [
    {
      InstanceId: `i-${fleet}`,
      AvailabilityZone: "us-east-1a",
      LifecycleState: "InService",
      HealthStatus: "Healthy",
      ProtectedFromScaleIn: false,
    },
  ],
});

function describe(
  { servers, page }: Account,
  { InstanceIds, Filters, NextToken }: DescribeInstancesCommandInput,
) {
  const values = Filters?.find(({ Name }) => Name === "tag:moult:fleet")?.Values ?? [];
  const found = servers.filter(({ InstanceId = "", Tags = [] }) =>
    InstanceIds === undefined
      ? Tags.some(({ Key, Value = "" }) => Key === "moult:fleet" && values.includes(Value))
      : InstanceIds.includes(InstanceId),
  );
  const from = Number(NextToken ?? 0);
  const next = from + page < found.length ? String(from + page) : undefined;
  return { Reservations: [{ Instances: found.slice(from, from + page) }], NextToken: next };
}
