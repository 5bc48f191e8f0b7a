import {
  type Action,
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  CreateTargetGroupCommand,
  type ElasticLoadBalancingV2Client,
  ModifyTargetGroupAttributesCommand,
  type Tag,
} from "@aws-sdk/client-elastic-load-balancing-v2";

/**
 * More ways in than one: a second listener on the same pair; two path rules on it; a second, internal load balancer with a
 * pair of its own; a second port with one.
 */
export type WaysIn = "listeners" | "paths" | "balancers" | "ports";

/** What stands before the servers. Empty without a load balancer. */
export interface Front {
  /** The first one. */
  readonly listener: string;
  /** The first pair. */
  readonly targetGroups: readonly string[];
  readonly loadBalancer: string;
  /** All of them, as a declaration names them. */
  readonly pairs: readonly { readonly rules: string[]; readonly targetGroups: [string, string] }[];
}

export const NO_FRONT: Front = { listener: "", targetGroups: [], loadBalancer: "", pairs: [] };

interface FrontPlan {
  readonly name: string;
  readonly loadBalancer: "application" | "network" | "none";
  readonly waysIn?: WaysIn;
  readonly checkIntervalSeconds: number;
  readonly drainSeconds: number;
}

interface Around {
  readonly subnets: string[];
  readonly tags: Tag[];
}

const NOT_FOUND: Action = { Type: "fixed-response", FixedResponseConfig: { StatusCode: "404" } };
const forwardTo = (TargetGroupArn: string): Action => ({ Type: "forward", TargetGroupArn });

export async function createFront(
  elbv2: ElasticLoadBalancingV2Client,
  plan: FrontPlan,
  around: Around,
): Promise<Front> {
  const { name, waysIn } = plan;
  const { arn: loadBalancer, vpc } = await createBalancer(elbv2, plan, { name, subnets: around.subnets });
  const pair = await createPair(elbv2, plan, { name, vpc, port: 80 });
  const action = waysIn === "paths" ? NOT_FOUND : forwardTo(pair[0]);
  const listener = await createListener(elbv2, plan, {
    arn: loadBalancer,
    port: 80,
    action,
    tags: around.tags,
  });
  const front = { listener, loadBalancer, targetGroups: pair };
  const more = MORE[waysIn ?? "none"];
  return { ...front, pairs: await more({ elbv2, plan, around, vpc }, front) };
}

interface Made {
  readonly elbv2: ElasticLoadBalancingV2Client;
  readonly plan: FrontPlan;
  readonly around: Around;
  readonly vpc: string;
}

interface First {
  readonly listener: string;
  readonly loadBalancer: string;
  readonly targetGroups: [string, string];
}

/** What else there is, by way. */
const MORE: Readonly<Record<WaysIn | "none", (made: Made, first: First) => Promise<Front["pairs"]>>> = {
  none: async (_made, { listener, targetGroups }) => [{ rules: [listener], targetGroups }],
  listeners: async ({ elbv2, plan, around }, { listener, loadBalancer: arn, targetGroups }) => {
    const action = forwardTo(targetGroups[0]);
    const second = await createListener(elbv2, plan, { arn, port: 443, action, tags: around.tags });
    return [{ rules: [listener, second], targetGroups }];
  },
  paths: async ({ elbv2, around }, { listener, targetGroups }) => {
    const rules = await createPathRules(elbv2, { listener, targetGroup: targetGroups[0], tags: around.tags });
    return [{ rules, targetGroups }];
  },
  balancers: async (made, { listener, targetGroups }) => {
    const { elbv2, plan, around } = made;
    const of = { name: `${plan.name}-2`, subnets: around.subnets, isInternal: true };
    const { arn } = await createBalancer(elbv2, plan, of);
    return [{ rules: [listener], targetGroups }, await secondPair(made, { arn, port: 80 })];
  },
  ports: async (made, { listener, loadBalancer: arn, targetGroups }) => [
    { rules: [listener], targetGroups },
    await secondPair(made, { arn, port: 8080 }),
  ],
};

async function secondPair(
  { elbv2, plan, around, vpc }: Made,
  { arn, port }: { readonly arn: string; readonly port: number },
): Promise<Front["pairs"][number]> {
  const targetGroups = await createPair(elbv2, plan, { name: `${plan.name}-2`, vpc, port });
  const action = forwardTo(targetGroups[0]);
  const rule = await createListener(elbv2, plan, { arn, port, action, tags: around.tags });
  return { rules: [rule], targetGroups };
}

async function createBalancer(
  elbv2: ElasticLoadBalancingV2Client,
  { loadBalancer }: FrontPlan,
  of: { readonly name: string; readonly subnets: string[]; readonly isInternal?: boolean },
): Promise<{ readonly arn: string; readonly vpc: string }> {
  const { LoadBalancers = [] } = await elbv2.send(
    new CreateLoadBalancerCommand({
      Name: of.name,
      Type: loadBalancer === "network" ? "network" : "application",
      Subnets: of.subnets,
      ...(of.isInternal && { Scheme: "internal" }),
    }),
  );
  const [{ LoadBalancerArn: arn = "", VpcId: vpc = "" } = {}] = LoadBalancers;
  return { arn, vpc };
}

async function createListener(
  elbv2: ElasticLoadBalancingV2Client,
  { loadBalancer }: FrontPlan,
  of: { readonly arn: string; readonly port: number; readonly action: Action; readonly tags: Tag[] },
): Promise<string> {
  const { Listeners = [] } = await elbv2.send(
    new CreateListenerCommand({
      LoadBalancerArn: of.arn,
      Protocol: loadBalancer === "network" ? "TCP" : "HTTP",
      Port: of.port,
      DefaultActions: [of.action],
      ...(of.tags.length > 0 && { Tags: of.tags }),
    }),
  );
  return Listeners[0]?.ListenerArn ?? "";
}

async function createPathRules(
  elbv2: ElasticLoadBalancingV2Client,
  of: { readonly listener: string; readonly targetGroup: string; readonly tags: Tag[] },
): Promise<string[]> {
  const arns: string[] = [];
  for (const [index, path] of ["/api/*", "/shop/*"].entries()) {
    const { Rules = [] } = await elbv2.send(
      new CreateRuleCommand({
        ListenerArn: of.listener,
        Priority: index + 1,
        Conditions: [{ Field: "path-pattern", Values: [path] }],
        Actions: [forwardTo(of.targetGroup)],
        ...(of.tags.length > 0 && { Tags: of.tags }),
      }),
    );
    arns.push(Rules[0]?.RuleArn ?? "");
  }
  return arns;
}

interface PairOf {
  readonly name: string;
  readonly vpc: string;
  readonly port: number;
}

async function createPair(
  elbv2: ElasticLoadBalancingV2Client,
  plan: FrontPlan,
  of: PairOf,
): Promise<[string, string]> {
  const first = await createTargetGroup(elbv2, plan, { ...of, name: `${of.name}-a` });
  return [first, await createTargetGroup(elbv2, plan, { ...of, name: `${of.name}-b` })];
}

async function createTargetGroup(
  elbv2: ElasticLoadBalancingV2Client,
  { loadBalancer, checkIntervalSeconds, drainSeconds }: FrontPlan,
  { name, vpc, port }: PairOf,
): Promise<string> {
  const { TargetGroups = [] } = await elbv2.send(
    new CreateTargetGroupCommand({
      Name: name,
      Protocol: loadBalancer === "network" ? "TCP" : "HTTP",
      Port: port,
      VpcId: vpc,
      HealthCheckIntervalSeconds: checkIntervalSeconds,
      HealthCheckTimeoutSeconds: Math.min(5, checkIntervalSeconds - 1),
      ...(loadBalancer !== "network" && { HealthCheckPath: "/healthz" }),
    }),
  );
  const TargetGroupArn = TargetGroups[0]?.TargetGroupArn ?? "";
  const Attributes = [{ Key: "deregistration_delay.timeout_seconds", Value: String(drainSeconds) }];
  await elbv2.send(new ModifyTargetGroupAttributesCommand({ TargetGroupArn, Attributes }));
  return TargetGroupArn;
}
