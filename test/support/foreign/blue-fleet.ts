import { AutoScalingClient, CreateAutoScalingGroupCommand } from "@aws-sdk/client-auto-scaling";
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  ModifyTargetGroupAttributesCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { setTimeout } from "node:timers/promises";

/** What the account has before: the images that foreign clients replace one by the other, and the template. */
export const SCENARIO = `
images:
  - { id: ami-web-1, name: web-1 }
  - { id: ami-web-2, name: web-2 }
templates:
  - { id: lt-web, name: web, data: { ImageId: ami-web-1, InstanceType: t3.micro } }
`;

/** What a person who has set the fleet up knows of it. */
export interface BlueFleet {
  readonly dnsName: string;
  readonly listener: string;
  /** ARNs of the target groups. */
  readonly blue: string;
  readonly green: string;
}

/**
 * Puts a fleet of three healthy servers behind a load balancer: the group web-asg with target group web-a, and web-b
 * beside it, empty.
 */
export async function setUpBlue(url: string): Promise<BlueFleet> {
  const options = {
    region: "us-east-1",
    endpoint: url,
    credentials: { accessKeyId: "setup", secretAccessKey: "secret" },
  };
  const elbv2 = new ElasticLoadBalancingV2Client(options);
  const made = await elbv2.send(
    new CreateLoadBalancerCommand({ Name: "web", Subnets: ["subnet-a", "subnet-b"] }),
  );
  const { LoadBalancerArn, DNSName = "" } = made.LoadBalancers?.[0] ?? {};
  const [blue, green] = [await targetGroup(elbv2, "web-a"), await targetGroup(elbv2, "web-b")];
  const { Listeners } = await elbv2.send(
    new CreateListenerCommand({
      LoadBalancerArn,
      Protocol: "HTTP",
      Port: 80,
      DefaultActions: [{ Type: "forward", TargetGroupArn: blue }],
    }),
  );
  await new AutoScalingClient(options).send(
    new CreateAutoScalingGroupCommand({
      AutoScalingGroupName: "web-asg",
      LaunchTemplate: { LaunchTemplateId: "lt-web", Version: "1" },
      MinSize: 2,
      MaxSize: 6,
      DesiredCapacity: 3,
      VPCZoneIdentifier: "subnet-a,subnet-b",
      TargetGroupARNs: [blue],
      HealthCheckType: "ELB",
      HealthCheckGracePeriod: 300,
    }),
  );
  while ((await healthyIn(elbv2, blue)) < 3) await setTimeout(100);
  return { dnsName: DNSName, listener: Listeners?.[0]?.ListenerArn ?? "", blue, green };
}

async function targetGroup(elbv2: ElasticLoadBalancingV2Client, Name: string): Promise<string> {
  const made = await elbv2.send(
    new CreateTargetGroupCommand({
      Name,
      Protocol: "HTTP",
      Port: 80,
      VpcId: "vpc-0default",
      HealthCheckPath: "/healthz",
      HealthCheckIntervalSeconds: 5,
      HealthCheckTimeoutSeconds: 4,
    }),
  );
  const { TargetGroupArn = "" } = made.TargetGroups?.[0] ?? {};
  const Attributes = [{ Key: "deregistration_delay.timeout_seconds", Value: "30" }];
  await elbv2.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn, Attributes }));
  return TargetGroupArn;
}

async function healthyIn(elbv2: ElasticLoadBalancingV2Client, TargetGroupArn: string): Promise<number> {
  const { TargetHealthDescriptions = [] } = await elbv2.send(
    new DescribeTargetHealthCommand({ TargetGroupArn }),
  );
  return TargetHealthDescriptions.filter(({ TargetHealth }) => TargetHealth?.State === "healthy").length;
}
