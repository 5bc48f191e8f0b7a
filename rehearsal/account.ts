import { AutoScalingClient, CreateAutoScalingGroupCommand, type Tag } from "@aws-sdk/client-auto-scaling";
import { CloudWatchClient, PutMetricAlarmCommand } from "@aws-sdk/client-cloudwatch";
import {
  CreateLaunchTemplateCommand,
  EC2Client,
  ModifyInstanceAttributeCommand,
  RegisterImageCommand,
  type RequestLaunchTemplateData,
} from "@aws-sdk/client-ec2";
import { ElasticLoadBalancingV2Client } from "@aws-sdk/client-elastic-load-balancing-v2";
import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { Simulator } from "../simulator/simulator.ts";
import { createFront, type WaysIn, type Front, NO_FRONT } from "./front.ts";

/** What a team has before moult comes: an image, a template, a load balancer and a group behind it. */
export interface AccountPlan {
  readonly name: string;
  readonly servers: number;
  /** Behaviour of the servers of the first image, as `sim:*` tags. */
  readonly image: Readonly<Record<string, string>>;
  readonly loadBalancer: "application" | "network" | "none";
  readonly checkIntervalSeconds: number;
  readonly drainSeconds: number;
  readonly group?: Readonly<Record<string, unknown>>;
  /** More of the template. */
  readonly template?: RequestLaunchTemplateData;
  /** By which ways users come in beside the first listener's default action. Default: by no other. */
  readonly waysIn?: WaysIn;
  /** Tags what moult may change with the fleet's name, as docs/security.md asks. Default false. */
  readonly tagged?: boolean;
}

export interface Account extends Front {
  readonly image: string;
  readonly template: string;
  readonly group: string;
  readonly channel: string;
  readonly alarm: string;
}

const SUBNETS = ["subnet-a", "subnet-b"];
const CALLER = { name: "platform-team" };

/** Sets the account up through the same SDK calls that a team would make. Run it under `simulator.drive`. */
export async function furnishAccount(simulator: Simulator, plan: AccountPlan): Promise<Account> {
  const { name } = plan;
  const image = await registerImage(simulator, `${name}-1`, plan.image);
  const template = await createTemplate(simulator, plan, image);
  const front =
    plan.loadBalancer === "none"
      ? NO_FRONT
      : await createFront(simulator.open(ElasticLoadBalancingV2Client, CALLER), plan, {
          subnets: SUBNETS,
          tags: fleetTags(plan),
        });
  const targetGroups = front.pairs.map((pair) => pair.targetGroups[0]);
  await createGroup(simulator, plan, { template, targetGroups });
  const channel = `/images/${name}`;
  const parameter = { Name: channel, Value: image, Type: "String", DataType: "aws:ec2:image" } as const;
  await simulator.open(SSMClient, CALLER).send(new PutParameterCommand(parameter));
  const alarm = `${name}-5xx`;
  if (plan.loadBalancer === "application") await createAlarm(simulator, alarm, front.loadBalancer);
  return { image, template, group: name, channel, alarm, ...front };
}

/** Registers an image whose servers behave as the `sim:*` tags say. */
export async function registerImage(
  simulator: Simulator,
  name: string,
  tags: Readonly<Record<string, string>>,
): Promise<string> {
  const { ImageId = "" } = await simulator.open(EC2Client, CALLER).send(
    new RegisterImageCommand({
      Name: name,
      Architecture: "x86_64",
      RootDeviceName: "/dev/xvda",
      TagSpecifications: [
        { ResourceType: "image", Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })) },
      ],
    }),
  );
  return ImageId;
}

/** Somebody adds the network's default security group to a server by hand. */
export async function addSecurityGroup(simulator: Simulator, server: string): Promise<void> {
  const groups = simulator.world.state.instances.get(server)?.securityGroupIds ?? [];
  const change = { InstanceId: server, Groups: [...groups, "sg-default"] };
  await simulator.open(EC2Client, CALLER).send(new ModifyInstanceAttributeCommand(change));
}

async function createTemplate(simulator: Simulator, plan: AccountPlan, image: string): Promise<string> {
  const tags = [{ ResourceType: "launch-template" as const, Tags: fleetTags(plan) }];
  const { LaunchTemplate } = await simulator.open(EC2Client, CALLER).send(
    new CreateLaunchTemplateCommand({
      LaunchTemplateName: plan.name,
      LaunchTemplateData: {
        ImageId: image,
        InstanceType: "m7i.large",
        SecurityGroupIds: ["sg-web"],
        ...plan.template,
      },
      ...(plan.tagged && { TagSpecifications: tags }),
    }),
  );
  return LaunchTemplate?.LaunchTemplateId ?? "";
}

async function createGroup(
  simulator: Simulator,
  plan: AccountPlan,
  { template, targetGroups }: Pick<Account, "template"> & { readonly targetGroups: string[] },
): Promise<void> {
  await simulator.open(AutoScalingClient, CALLER).send(
    new CreateAutoScalingGroupCommand({
      AutoScalingGroupName: plan.name,
      LaunchTemplate: { LaunchTemplateId: template, Version: "1" },
      MinSize: plan.servers,
      MaxSize: plan.servers * 2,
      DesiredCapacity: plan.servers,
      VPCZoneIdentifier: SUBNETS.join(","),
      TargetGroupARNs: targetGroups,
      ...plan.group,
      Tags: [...groupTags(plan), ...fleetTags(plan).map((tag) => ({ ...tag, PropagateAtLaunch: true }))],
    }),
  );
}

const groupTags = ({ name, group }: AccountPlan): Tag[] =>
  (group?.["Tags"] as Tag[] | undefined) ?? [{ Key: "Name", Value: name, PropagateAtLaunch: true }];

/** moult's mark: its functions may change only what carries it. */
const fleetTags = ({ tagged, name }: AccountPlan): { Key: string; Value: string }[] =>
  tagged ? [{ Key: "moult:fleet", Value: name }] : [];

/** More than 1 request in 20 answered 5xx by the servers in one minute. */
async function createAlarm(simulator: Simulator, name: string, loadBalancer: string): Promise<void> {
  const dimension = loadBalancer.split(":loadbalancer/")[1] ?? "";
  await simulator.open(CloudWatchClient, CALLER).send(
    new PutMetricAlarmCommand({
      AlarmName: name,
      Namespace: "AWS/ApplicationELB",
      MetricName: "HTTPCode_Target_5XX_Count",
      Dimensions: [{ Name: "LoadBalancer", Value: dimension }],
      Statistic: "Sum",
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 50,
      ComparisonOperator: "GreaterThanThreshold",
      TreatMissingData: "notBreaching",
    }),
  );
}
