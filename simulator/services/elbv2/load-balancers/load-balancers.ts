import type {
  CreateLoadBalancerInput,
  CreateLoadBalancerOutput,
  DeleteLoadBalancerInput,
  DeleteLoadBalancerOutput,
  DescribeLoadBalancersInput,
  DescribeLoadBalancersOutput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { type CallContext, type Operation, ServiceFault } from "../../operation.ts";
import { invalid, loadBalancerOf, required } from "../faults.ts";
import { deleteListener } from "../listeners/listener-deletion.ts";
import { checkedName } from "../names.ts";
import { page } from "../pages.ts";
import { listenersOf } from "../routing.ts";
import type { LoadBalancerRecord } from "../state.ts";
import { readTags } from "../tag-rules.ts";
import { refreshUse } from "../target-groups/target-use.ts";
import { apiLoadBalancer } from "./load-balancer-answer.ts";
import { initialLoadBalancerAttributes } from "./load-balancer-attributes.ts";
import { PROVISIONING_SECONDS, provision } from "./provisioning.ts";
import { subnetIds, subnetsFor } from "./subnets.ts";

export const createLoadBalancer: Operation<CreateLoadBalancerInput, CreateLoadBalancerOutput> = {
  kind: "write",
  accepts: ["Name", "Subnets", "SubnetMappings", "SecurityGroups", "Scheme", "Tags", "Type", "IpAddressType"],
  handle(input, { world }) {
    const name = checkedName(required(input.Name, "Name"), "Load balancer");
    const made = newLoadBalancer({ ...input, Name: name }, world);
    const known = [...world.state.loadBalancers.values()].find((each) => each.name === name);
    if (known && !sameSettings(known, made))
      throw new ServiceFault(
        "DuplicateLoadBalancerName",
        `A load balancer with the same name '${name}' exists, but with different settings`,
      );
    if (!known) {
      world.state.loadBalancers.set(made.arn, made);
      provision(world, made);
    }
    return { LoadBalancers: [apiLoadBalancer(known ?? made, world.state, world.now())] };
  },
};

export const describeLoadBalancers: Operation<DescribeLoadBalancersInput, DescribeLoadBalancersOutput> = {
  kind: "read",
  accepts: ["LoadBalancerArns", "Names", "Marker", "PageSize"],
  handle(input, { state, now }) {
    const all = [...state.loadBalancers.values()];
    const byArn = input.LoadBalancerArns?.map((arn) => loadBalancerOf(state, arn));
    const byName = input.Names?.map((name) => {
      const found = all.find((each) => each.name === name);
      if (found) return found;
      throw new ServiceFault("LoadBalancerNotFound", `Load balancers '[${name}]' not found`);
    });
    const { items, marker } = page(byArn ?? byName ?? all, input);
    return { LoadBalancers: items.map((each) => apiLoadBalancer(each, state, now)), ...marker };
  },
};

export const deleteLoadBalancer: Operation<DeleteLoadBalancerInput, DeleteLoadBalancerOutput> = {
  kind: "write",
  accepts: ["LoadBalancerArn"],
  handle({ LoadBalancerArn }, { world }) {
    // Deleting one that does not exist, or was deleted before, succeeds (ELB/DeleteLoadBalancer).
    const found = world.state.loadBalancers.get(required(LoadBalancerArn, "LoadBalancerArn"));
    if (found === undefined) return {};
    if (found.attributes.get("deletion_protection.enabled") === "true")
      throw new ServiceFault(
        "OperationNotPermitted",
        `Load balancer '${found.arn}' cannot be deleted because deletion protection is enabled`,
      );
    for (const listener of listenersOf(world.state, found.arn)) deleteListener(world, listener.arn);
    world.state.loadBalancers.delete(found.arn);
    refreshUse(world);
    return {};
  },
};

function newLoadBalancer(
  input: CreateLoadBalancerInput & { Name: string },
  world: CallContext["world"],
): LoadBalancerRecord {
  const type = input.Type ?? "application";
  if (type === "gateway") throw invalid("Load balancer type 'gateway' is not simulated");
  refuseOtherAddresses(input.IpAddressType);
  const subnets = subnetsFor(type, subnetIds(input), world.state.subnets);
  const scheme = input.Scheme ?? "internet-facing";
  const hash = world.random.hex(16);
  const kind = type === "application" ? "app" : "net";
  return {
    arn: world.arn("elasticloadbalancing", `loadbalancer/${kind}/${input.Name}/${hash}`),
    name: input.Name,
    type,
    scheme,
    dnsName: dnsName({ name: input.Name, type, scheme, hash }, world.region),
    vpcId: subnets[0]?.vpcId ?? "",
    subnetIds: subnets.map((subnet) => subnet.id),
    securityGroupIds: input.SecurityGroups ?? [],
    createdAt: world.now(),
    zonesInDns: subnets.map(({ zone }) => zone),
    zonesHealthy: subnets.map(({ zone }) => zone),
    activeAt: world.now() + PROVISIONING_SECONDS * 1000,
    attributes: initialLoadBalancerAttributes({ type, scheme }),
    tags: readTags(input.Tags),
  };
}

function refuseOtherAddresses(type: CreateLoadBalancerInput["IpAddressType"]): void {
  if (type !== undefined && type !== "ipv4") throw invalid(`IP address type '${type}' is not simulated`);
}

function dnsName(
  balancer: { name: string; type: LoadBalancerRecord["type"]; scheme: string; hash: string },
  region: string,
): string {
  const name = balancer.scheme === "internal" ? `internal-${balancer.name}` : balancer.name;
  if (balancer.type === "network") return `${name}-${balancer.hash}.elb.${region}.amazonaws.com`;
  return `${name}-${Number.parseInt(balancer.hash.slice(0, 8), 16)}.${region}.elb.amazonaws.com`;
}

const sameSettings = (one: LoadBalancerRecord, other: LoadBalancerRecord): boolean =>
  one.type === other.type &&
  one.scheme === other.scheme &&
  one.subnetIds.toSorted().join() === other.subnetIds.toSorted().join();
