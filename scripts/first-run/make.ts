import { CreateAutoScalingGroupCommand } from "@aws-sdk/client-auto-scaling";
import {
  CreateLaunchTemplateCommand,
  DescribeImagesCommand,
  DescribeSubnetsCommand,
} from "@aws-sdk/client-ec2";
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { PutParameterCommand } from "@aws-sdk/client-ssm";
import { writeFileSync } from "node:fs";
import { type Clients, confirmed, namesOf, openClients, say, Unmet } from "./team.ts";

interface MakePlan {
  readonly name: string;
  readonly subnets: readonly string[];
  readonly securityGroup: string;
  readonly blue: string;
  readonly green: string;
  readonly instanceType: string;
  readonly confirm: string;
}

const SERVERS = 2;
/** Answers /healthz by what Amazon Linux 2023 brings. */
const USER_DATA = `#!/bin/sh
mkdir -p /srv/www && echo ok > /srv/www/healthz && cd /srv/www && nohup python3 -m http.server 80 &
`;

/** Makes a template, a load balancer with two target groups, a group of two servers and a channel, all with moult's tag. */
export async function make(plan: MakePlan): Promise<void> {
  const { name, subnets, blue, green, instanceType } = plan;
  checkGiven(plan);
  await confirmed(plan.confirm, [
    `Would make, all named ${name}: a launch template; an Application Load Balancer with a listener on port 80 and two`,
    `target groups; an Auto Scaling group of ${SERVERS} ${instanceType}, ${2 * SERVERS} while a rollout runs; the parameter ${namesOf(name).channel}.`,
    "Costs about $0.03 an hour with the load balancer, list price of us-east-1; the stack of moult under $4 a month.",
  ]);
  const clients = openClients();
  const vpc = await vpcOf(plan, clients);
  const template = await makeTemplate(plan, clients);
  const front = await makeFront(plan, vpc, clients);
  await clients.autoScaling.send(
    new CreateAutoScalingGroupCommand({
      AutoScalingGroupName: name,
      LaunchTemplate: { LaunchTemplateId: template, Version: "1" },
      MinSize: SERVERS,
      MaxSize: 2 * SERVERS,
      DesiredCapacity: SERVERS,
      VPCZoneIdentifier: subnets.join(","),
      TargetGroupARNs: [front.targetGroups[0]],
      Tags: [{ ...tagOf(name), PropagateAtLaunch: true }],
    }),
  );
  const channel = {
    Name: namesOf(name).channel,
    Value: blue,
    Type: "String",
    DataType: "aws:ec2:image",
  } as const;
  await clients.ssm.send(new PutParameterCommand(channel));
  writeFileSync(`${name}.yml`, declaration(name, template, front));
  say(`Made. The declaration is in ${name}.yml; two minutes later, when both servers are healthy:`);
  say(`  moult fleet adopt ${name}.yml --group ${name}`);
  say(`and to publish an image: aws ssm put-parameter --overwrite --name ${channel.Name} --value ${green}`);
}

function checkGiven({ name, subnets, securityGroup, blue, green }: MakePlan): void {
  if (!/^[a-z][a-z0-9-]{0,28}$/.test(name))
    throw new Unmet(`--name ${name}: at most 29 small letters, digits and hyphens`);
  if (subnets.length < 2)
    throw new Unmet("--subnets: name two or more, in different zones, with a comma between them");
  if (!securityGroup.startsWith("sg-")) throw new Unmet("--security-group: name one that lets port 80 in");
  if (!blue.startsWith("ami-") || !green.startsWith("ami-") || blue === green)
    throw new Unmet("--blue and --green: name two images (docs/first-run.md says how to find them)");
}

async function vpcOf({ subnets, blue, green }: MakePlan, { ec2 }: Clients): Promise<string> {
  const { Subnets = [] } = await ec2.send(new DescribeSubnetsCommand({ SubnetIds: [...subnets] }));
  const zones = new Set(Subnets.map(({ AvailabilityZone }) => AvailabilityZone));
  if (zones.size < 2) throw new Unmet("--subnets: all are in one zone, and a load balancer needs two");
  await ec2.send(new DescribeImagesCommand({ ImageIds: [blue, green] }));
  return Subnets[0]?.VpcId ?? "";
}

const tagOf = (name: string) => ({ Key: "moult:fleet", Value: name });

async function makeTemplate(plan: MakePlan, { ec2 }: Clients): Promise<string> {
  const { LaunchTemplate } = await ec2.send(
    new CreateLaunchTemplateCommand({
      LaunchTemplateName: plan.name,
      LaunchTemplateData: {
        ImageId: plan.blue,
        InstanceType: plan.instanceType as "t4g.nano",
        SecurityGroupIds: [plan.securityGroup],
        UserData: Buffer.from(USER_DATA).toString("base64"),
        MetadataOptions: { HttpTokens: "required" },
      },
      TagSpecifications: [{ ResourceType: "launch-template", Tags: [tagOf(plan.name)] }],
    }),
  );
  return LaunchTemplate?.LaunchTemplateId ?? "";
}

interface Front {
  readonly listener: string;
  readonly targetGroups: readonly [string, string];
}

async function makeFront(
  { name, subnets, securityGroup }: MakePlan,
  VpcId: string,
  { elbv2 }: Clients,
): Promise<Front> {
  const balancer = {
    Name: name,
    Subnets: [...subnets],
    SecurityGroups: [securityGroup],
    Tags: [tagOf(name)],
  };
  const { LoadBalancers } = await elbv2.send(new CreateLoadBalancerCommand(balancer));
  const pair = namesOf(name).targetGroups.map(async (Name) => {
    const health = {
      HealthCheckPath: "/healthz",
      HealthCheckIntervalSeconds: 10,
      HealthCheckTimeoutSeconds: 5,
    };
    const group = new CreateTargetGroupCommand({ Name, Protocol: "HTTP", Port: 80, VpcId, ...health });
    return (await elbv2.send(group)).TargetGroups?.[0]?.TargetGroupArn ?? "";
  });
  const [first = "", second = ""] = await Promise.all(pair);
  const { Listeners } = await elbv2.send(
    new CreateListenerCommand({
      LoadBalancerArn: LoadBalancers?.[0]?.LoadBalancerArn,
      Protocol: "HTTP",
      Port: 80,
      DefaultActions: [{ Type: "forward", TargetGroupArn: first }],
      Tags: [tagOf(name)],
    }),
  );
  return { listener: Listeners?.[0]?.ListenerArn ?? "", targetGroups: [first, second] };
}

const declaration = (
  name: string,
  template: string,
  { listener, targetGroups }: Front,
): string => `fleet: ${name}
template: ${template}
image: { channel: ${namesOf(name).channel} }
traffic:
  strategy: alb-weighted
  rule: ${listener}
  targetGroups: [${targetGroups.join(", ")}]
  steps: [10%, 50%, 100%]
  pause: 1m
gates: [{ kind: instance-status }, { kind: target-health, for: 30s }]
bake: 3m
retire: { drain: 1m }
`;
