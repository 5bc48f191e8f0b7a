import { AutoScalingClient, CreateAutoScalingGroupCommand } from "@aws-sdk/client-auto-scaling";
import { CreateLaunchTemplateCommand, EC2Client } from "@aws-sdk/client-ec2";
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  CreateTargetGroupCommand,
  type CreateTargetGroupCommandInput,
  ElasticLoadBalancingV2Client,
  ModifyTargetGroupAttributesCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { Simulator } from "../../simulator/simulator.ts";

const STRATEGIES = ["none", "target-group", "alb-weighted"] as const;

/** One of many small fleets, as its account has it before moult replaces it. */
export interface SmallFleet {
  readonly name: string;
  readonly strategy: (typeof STRATEGIES)[number];
  /** 1 to 3. */
  readonly servers: number;
  readonly template: string;
  /** Empty without traffic. */
  readonly rule: string;
  readonly targetGroups: readonly string[];
}

const SUBNETS = "subnet-a,subnet-b,subnet-c";
/** A load balancer takes 100 target groups and 100 rules (aws-facts 2). */
const TARGET_GROUPS_PER_LOAD_BALANCER = 100;
/** Pauses that keep a furnisher within the refill of the bucket it draws on (aws-facts 2). */
const PAUSE_MS = { loadBalancing: 350, template: 210, group: 110 };

interface Clients {
  readonly autoScaling: AutoScalingClient;
  readonly ec2: EC2Client;
  readonly elbv2: ElasticLoadBalancingV2Client;
  readonly pause: (kind: keyof typeof PAUSE_MS) => Promise<void>;
}

/** Fills the account with fleets, slowly enough for its quotas. Run it under `simulator.drive`. */
export async function furnishFleets(
  simulator: Simulator,
  count: number,
  image: string,
): Promise<SmallFleet[]> {
  const options = simulator.clientOptions({ name: "platform-team" });
  const clients: Clients = {
    autoScaling: new AutoScalingClient(options),
    ec2: new EC2Client(options),
    elbv2: new ElasticLoadBalancingV2Client(options),
    pause: (kind) => simulator.clock.sleep(PAUSE_MS[kind]),
  };
  const listenerFor = openListeners(clients);
  const fleets: SmallFleet[] = [];
  for (let index = 0; index < count; index += 1) {
    const strategy = STRATEGIES[index % STRATEGIES.length] ?? "none";
    const name = `f${String(index).padStart(4, "0")}`;
    const targetGroups: string[] = [];
    for (const side of { none: [], "target-group": ["a"], "alb-weighted": ["a", "b"] }[strategy]) {
      targetGroups.push(await createTargetGroup(clients, `${name}-${side}`));
    }
    const rule =
      targetGroups.length === 0
        ? ""
        : await createRule(clients, await listenerFor(targetGroups.length), { name, index, targetGroups });
    const template = await createTemplate(clients, name, image);
    fleets.push({
      name,
      strategy,
      servers: 1 + (index % 5 === 0 ? 2 : index % 2),
      template,
      rule,
      targetGroups,
    });
  }
  for (const fleet of fleets) await createGroup(clients, fleet);
  return fleets;
}

/** Answers a listener with room for so many more target groups; makes a load balancer when there is none. */
function openListeners({ elbv2, pause }: Clients): (targetGroups: number) => Promise<string> {
  let [listener, used, made] = ["", TARGET_GROUPS_PER_LOAD_BALANCER, 0];
  return async (targetGroups) => {
    if (used + targetGroups > TARGET_GROUPS_PER_LOAD_BALANCER) {
      made += 1;
      const balancer = new CreateLoadBalancerCommand({
        Name: `shared-${made}`,
        Type: "application",
        Subnets: SUBNETS.split(","),
      });
      const LoadBalancerArn = (await elbv2.send(balancer)).LoadBalancers?.[0]?.LoadBalancerArn;
      await pause("loadBalancing");
      const nothing = { Type: "fixed-response" as const, FixedResponseConfig: { StatusCode: "404" } };
      const { Listeners } = await elbv2.send(
        new CreateListenerCommand({ LoadBalancerArn, Protocol: "HTTP", Port: 80, DefaultActions: [nothing] }),
      );
      await pause("loadBalancing");
      [listener, used] = [Listeners?.[0]?.ListenerArn ?? "", 0];
    }
    used += targetGroups;
    return listener;
  };
}

async function createTargetGroup({ elbv2, pause }: Clients, Name: string): Promise<string> {
  const settings: CreateTargetGroupCommandInput = {
    Name,
    Protocol: "HTTP",
    Port: 80,
    VpcId: "vpc-0default",
    HealthCheckPath: "/healthz",
    HealthCheckIntervalSeconds: 30,
  };
  const { TargetGroups } = await elbv2.send(new CreateTargetGroupCommand(settings));
  const TargetGroupArn = TargetGroups?.[0]?.TargetGroupArn ?? "";
  await pause("loadBalancing");
  const Attributes = [{ Key: "deregistration_delay.timeout_seconds", Value: "60" }];
  await elbv2.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn, Attributes }));
  await pause("loadBalancing");
  return TargetGroupArn;
}

async function createRule(
  { elbv2, pause }: Clients,
  ListenerArn: string,
  { name, index, targetGroups }: { name: string; index: number; targetGroups: readonly string[] },
): Promise<string> {
  const weights = targetGroups.map((TargetGroupArn, place) => ({
    TargetGroupArn,
    Weight: place === 0 ? 1 : 0,
  }));
  const { Rules } = await elbv2.send(
    new CreateRuleCommand({
      ListenerArn,
      Priority: 1 + index,
      Conditions: [{ Field: "host-header", HostHeaderConfig: { Values: [`${name}.example.com`] } }],
      Actions: [{ Type: "forward", ForwardConfig: { TargetGroups: weights } }],
    }),
  );
  await pause("loadBalancing");
  return Rules?.[0]?.RuleArn ?? "";
}

async function createTemplate({ ec2, pause }: Clients, name: string, ImageId: string): Promise<string> {
  const { LaunchTemplate } = await ec2.send(
    new CreateLaunchTemplateCommand({
      LaunchTemplateName: name,
      LaunchTemplateData: { ImageId, InstanceType: "m7i.large", SecurityGroupIds: ["sg-web"] },
    }),
  );
  await pause("template");
  return LaunchTemplate?.LaunchTemplateId ?? "";
}

async function createGroup({ autoScaling, pause }: Clients, fleet: SmallFleet): Promise<void> {
  await autoScaling.send(
    new CreateAutoScalingGroupCommand({
      AutoScalingGroupName: fleet.name,
      LaunchTemplate: { LaunchTemplateId: fleet.template, Version: "1" },
      MinSize: fleet.servers,
      MaxSize: fleet.servers * 2,
      DesiredCapacity: fleet.servers,
      VPCZoneIdentifier: SUBNETS,
      TargetGroupARNs: fleet.targetGroups.slice(0, 1),
    }),
  );
  await pause("group");
}
