import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  type CreateTargetGroupCommandInput,
  DeregisterTargetsCommand,
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  ModifyTargetGroupAttributesCommand,
  RegisterTargetsCommand,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { DEFAULT_VPC, SUBNET_A, SUBNET_B } from "../../../../simulator/services/ec2/furnish.ts";
import { PROVISIONING_SECONDS } from "../../../../simulator/services/elbv2/load-balancers/provisioning.ts";
import { launchInstances } from "../../../../simulator/services/ec2/instances/launch.ts";
import type { ServerScript } from "../../../../simulator/services/ec2/state.ts";
import type { World } from "../../../../simulator/world/world.ts";
import type { Connect, Connection } from "../both-ways.ts";

export interface Balanced extends Connection {
  readonly world: World;
  readonly elb: ElasticLoadBalancingV2Client;
  readonly loadBalancerArn: string;
}

/** An account with an active load balancer `web`, and a client for it. */
export async function connectBalanced(
  connect: Connect,
  type: "application" | "network" = "application",
): Promise<Balanced> {
  const connection = await connect({ quotas: false });
  const elb = new ElasticLoadBalancingV2Client(connection.clientOptions);
  const made = await connection.run(
    elb.send(new CreateLoadBalancerCommand({ Name: "web", Type: type, Subnets: [SUBNET_A, SUBNET_B] })),
  );
  const loadBalancerArn = made.LoadBalancers?.[0]?.LoadBalancerArn ?? "";
  const { world } = connection.simulator;
  pass(world, PROVISIONING_SECONDS);
  return { ...connection, world, elb, loadBalancerArn };
}

/** Whether connections are balanced and not requests. */
const isNetwork = ({ loadBalancerArn }: Balanced): boolean => loadBalancerArn.includes("/net/");

/** Creates a target group whose health is checked by HTTP, for the account's load balancer, and answers its ARN. */
export async function createTargetGroup(
  account: Balanced,
  Name: string,
  settings: Partial<CreateTargetGroupCommandInput> = {},
): Promise<string> {
  const { run, elb } = account;
  const protocols: Partial<CreateTargetGroupCommandInput> = isNetwork(account)
    ? { Protocol: "TCP", HealthCheckProtocol: "HTTP" }
    : { Protocol: "HTTP" };
  const input = { Name, ...protocols, Port: 80, VpcId: DEFAULT_VPC, ...settings };
  const made = await run(elb.send(new CreateTargetGroupCommand(input)));
  return made.TargetGroups?.[0]?.TargetGroupArn ?? "";
}

/** Creates a listener on port 80 that forwards by these weights, and answers its ARN. */
export async function listen(
  account: Balanced,
  weights: Readonly<Record<string, number>>,
  stickySeconds?: number,
): Promise<string> {
  const { run, elb, loadBalancerArn } = account;
  const made = await run(
    elb.send(
      new CreateListenerCommand({
        LoadBalancerArn: loadBalancerArn,
        Protocol: isNetwork(account) ? "TCP" : "HTTP",
        Port: 80,
        DefaultActions: [forward(weights, stickySeconds)],
      }),
    ),
  );
  return made.Listeners?.[0]?.ListenerArn ?? "";
}

export const forward = (weights: Readonly<Record<string, number>>, stickySeconds?: number) => ({
  Type: "forward" as const,
  ForwardConfig: {
    TargetGroups: Object.entries(weights).map(([TargetGroupArn, Weight]) => ({ TargetGroupArn, Weight })),
    ...(stickySeconds !== undefined && {
      TargetGroupStickinessConfig: { Enabled: true, DurationSeconds: stickySeconds },
    }),
  },
});

/** Launches servers that are running and healthy once this returns. */
export function launchServers(
  world: World,
  count: number,
  script: Partial<ServerScript> = {},
  subnetId?: string,
): string[] {
  const ids = startServers(world, count, { bootSeconds: 0, healthySeconds: 0, ...script }, subnetId);
  world.advanceTo(world.now() + 1000);
  return ids;
}

/** Launches servers that run at once and boot as their script says. */
export function startServers(
  world: World,
  count: number,
  script: Partial<ServerScript>,
  subnetId: string = SUBNET_A,
): string[] {
  const imageId = world.newId("ami");
  world.state.images.set(imageId, {
    imageId,
    name: imageId,
    owner: { account: world.account, alias: null },
    public: false,
    architecture: "x86_64",
    state: "available",
    createdAt: world.now(),
    deprecatedAt: null,
    tags: [],
    script,
  });
  const instances = launchInstances(world, {
    count,
    data: { ImageId: imageId, InstanceType: "t3.micro" },
    launchTemplate: null,
    subnetId,
    tags: [],
    launchDelaySeconds: 0,
  });
  world.advanceTo(world.now());
  return instances.map((instance) => instance.id);
}

export async function register({ run, elb }: Balanced, arn: string, ids: readonly string[]): Promise<void> {
  const Targets = ids.map((Id) => ({ Id }));
  await run(elb.send(new RegisterTargetsCommand({ TargetGroupArn: arn, Targets })));
}

/** Sets attributes of a target group. */
export async function setAttributes(
  { run, elb }: Balanced,
  TargetGroupArn: string,
  attributes: Readonly<Record<string, string>>,
): Promise<void> {
  const Attributes = Object.entries(attributes).map(([Key, Value]) => ({ Key, Value }));
  await run(elb.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn, Attributes })));
}

export async function deregister({ run, elb }: Balanced, arn: string, ids: readonly string[]): Promise<void> {
  const Targets = ids.map((Id) => ({ Id }));
  await run(elb.send(new DeregisterTargetsCommand({ TargetGroupArn: arn, Targets })));
}

/** The state of each registered target, with its reason code: `unused Target.NotInUse`. */
export async function targetStates({ run, elb }: Balanced, arn: string): Promise<string[]> {
  const health = await run(elb.send(new DescribeTargetHealthCommand({ TargetGroupArn: arn })));
  return (health.TargetHealthDescriptions ?? []).map(({ TargetHealth }) =>
    [TargetHealth?.State, TargetHealth?.Reason].filter(Boolean).join(" "),
  );
}

/** Lets `seconds` pass. */
export const pass = (world: World, seconds: number): void => world.advanceTo(world.now() + seconds * 1000);
