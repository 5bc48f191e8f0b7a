import type {
  CreateTargetGroupInput,
  CreateTargetGroupOutput,
  DeleteTargetGroupInput,
  DeleteTargetGroupOutput,
  DescribeTargetGroupsInput,
  DescribeTargetGroupsOutput,
  ModifyTargetGroupInput,
  ModifyTargetGroupOutput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { World } from "../../../world/world.ts";
import { type Operation, ServiceFault } from "../../operation.ts";
import { invalid, loadBalancerOf, required, targetGroupOf } from "../faults.ts";
import { checkedName } from "../names.ts";
import { page } from "../pages.ts";
import { limitOf } from "../quotas.ts";
import { loadBalancersUsing } from "../routing.ts";
import type { TargetGroupRecord } from "../state.ts";
import { readTags } from "../tag-rules.ts";
import { changeChecks } from "./health-checks.ts";
import { apiTargetGroup } from "./target-group-answer.ts";
import { initialTargetGroupAttributes } from "./target-group-attributes.ts";
import { defaultHealthCheck, healthCheckOf } from "./target-group-settings.ts";
import { isUsed } from "./target-use.ts";

const HEALTH_CHECK_PARAMETERS = [
  "HealthCheckProtocol",
  "HealthCheckPort",
  "HealthCheckPath",
  "HealthCheckEnabled",
  "HealthCheckIntervalSeconds",
  "HealthCheckTimeoutSeconds",
  "HealthyThresholdCount",
  "UnhealthyThresholdCount",
  "Matcher",
] as const;

const PROTOCOLS: readonly string[] = ["HTTP", "HTTPS", "TCP", "TLS", "UDP", "TCP_UDP"];

export const createTargetGroup: Operation<CreateTargetGroupInput, CreateTargetGroupOutput> = {
  kind: "write",
  accepts: [
    "Name",
    "Protocol",
    "ProtocolVersion",
    "Port",
    "VpcId",
    "TargetType",
    "IpAddressType",
    "Tags",
    ...HEALTH_CHECK_PARAMETERS,
  ],
  handle(input, { world }) {
    const made = newTargetGroup(input, world);
    const known = [...world.state.targetGroups.values()].find((each) => each.name === made.name);
    // With identical settings the call is idempotent (aws-facts 1.4).
    if (known && !sameSettings(known, made))
      throw new ServiceFault(
        "DuplicateTargetGroupName",
        `A target group with the same name '${made.name}' exists, but with different settings`,
      );
    if (!known && world.state.targetGroups.size >= limitOf(world.state, "target-groups"))
      throw new ServiceFault("TooManyTargetGroups", "The maximum number of target groups has been reached");
    if (!known) world.state.targetGroups.set(made.arn, made);
    return { TargetGroups: [apiTargetGroup(known ?? made, world.state)] };
  },
};

export const modifyTargetGroup: Operation<ModifyTargetGroupInput, ModifyTargetGroupOutput> = {
  kind: "write",
  accepts: ["TargetGroupArn", ...HEALTH_CHECK_PARAMETERS],
  handle(input, { world }) {
    const group = targetGroupOf(world.state, input.TargetGroupArn);
    const settings = healthCheckOf(input, group, group.protocol);
    changeChecks(world, group, () => Object.assign(group, settings));
    return { TargetGroups: [apiTargetGroup(group, world.state)] };
  },
};

export const describeTargetGroups: Operation<DescribeTargetGroupsInput, DescribeTargetGroupsOutput> = {
  kind: "read",
  accepts: ["LoadBalancerArn", "TargetGroupArns", "Names", "Marker", "PageSize"],
  handle(input, { state }) {
    const all = [...state.targetGroups.values()];
    const byArn = input.TargetGroupArns?.map((arn) => targetGroupOf(state, arn));
    const byName = input.Names?.map((name) => {
      const found = all.find((each) => each.name === name);
      if (found) return found;
      throw new ServiceFault("TargetGroupNotFound", `Target groups '${name}' not found`);
    });
    const balancer = input.LoadBalancerArn && loadBalancerOf(state, input.LoadBalancerArn).arn;
    const byBalancer = balancer
      ? all.filter((each) => loadBalancersUsing(state, each.arn).includes(balancer))
      : undefined;
    const { items, marker } = page(byArn ?? byName ?? byBalancer ?? all, input);
    return { TargetGroups: items.map((each) => apiTargetGroup(each, state)), ...marker };
  },
};

export const deleteTargetGroup: Operation<DeleteTargetGroupInput, DeleteTargetGroupOutput> = {
  kind: "write",
  accepts: ["TargetGroupArn"],
  handle(input, { world }) {
    // Deleting one that does not exist succeeds; its targets keep running (ELB/DeleteTargetGroup).
    const arn = required(input.TargetGroupArn, "TargetGroupArn");
    if (isUsed(world.state, arn))
      throw new ServiceFault(
        "ResourceInUse",
        `Target group '${arn}' is currently in use by a listener or a rule`,
      );
    const existed = world.state.targetGroups.delete(arn);
    if (existed) world.happened("elasticloadbalancing", "target-group-deleted", arn);
    return {};
  },
};

function newTargetGroup(input: CreateTargetGroupInput, world: World): TargetGroupRecord {
  const name = checkedName(required(input.Name, "Name"), "Target group");
  const protocol = required(input.Protocol, "Protocol");
  if (!PROTOCOLS.includes(protocol)) throw invalid(`Target group protocol '${protocol}' is not simulated`);
  const targetType = input.TargetType ?? "instance";
  if (targetType !== "instance") throw invalid(`Target type '${targetType}' is not simulated`);
  if (input.ProtocolVersion !== undefined && input.ProtocolVersion !== "HTTP1")
    throw invalid(`Protocol version '${input.ProtocolVersion}' is not simulated`);
  if (input.IpAddressType !== undefined && input.IpAddressType !== "ipv4")
    throw invalid(`IP address type '${input.IpAddressType}' is not simulated`);
  return {
    arn: world.arn("elasticloadbalancing", `targetgroup/${name}/${world.random.hex(16)}`),
    name,
    protocol,
    port: required(input.Port, "Port"),
    vpcId: required(input.VpcId, "VpcId"),
    targetType,
    ...healthCheckOf(input, defaultHealthCheck(protocol, input.HealthCheckProtocol), protocol),
    createdAt: world.now(),
    attributes: initialTargetGroupAttributes({ protocol }),
    targets: new Map(),
    otherPorts: new Set(),
    lagging: new Map(),
    tags: readTags(input.Tags),
  };
}

const SETTINGS = [
  "protocol",
  "port",
  "vpcId",
  "targetType",
  "healthCheckPath",
  "healthCheckPort",
  "healthCheckProtocol",
  "healthCheckIntervalSeconds",
  "healthCheckTimeoutSeconds",
  "healthyThreshold",
  "unhealthyThreshold",
  "matcher",
] as const;

const sameSettings = (one: TargetGroupRecord, other: TargetGroupRecord): boolean =>
  SETTINGS.every((key) => one[key] === other[key]);
