import type {
  DescribeCapacityReservationInput,
  DescribeCapacityReservationOutput,
  SetSecurityGroupsInput,
  SetSecurityGroupsOutput,
  SetSubnetsInput,
  SetSubnetsOutput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import { type Operation, ServiceFault } from "../../operation.ts";
import { loadBalancerOf, required } from "../faults.ts";
import { refreshUse } from "../target-groups/target-use.ts";
import { apiLoadBalancer } from "./load-balancer-answer.ts";
import { subnetIds, subnetsFor } from "./subnets.ts";

/**
 * Enables other zones. An Application Load Balancer keeps two at least; a Network Load Balancer's "must include all subnets
 * that were enabled previously" (ELB/SetSubnets).
 */
export const setSubnets: Operation<SetSubnetsInput, SetSubnetsOutput> = {
  kind: "write",
  accepts: ["LoadBalancerArn", "Subnets", "SubnetMappings"],
  handle(input, { world }) {
    const balancer = loadBalancerOf(world.state, input.LoadBalancerArn);
    const subnets = subnetsFor(balancer.type, subnetIds(input), world.state.subnets);
    const ids = subnets.map(({ id }) => id);
    const left = balancer.subnetIds.filter((id) => !ids.includes(id));
    if (balancer.type === "network" && left.length > 0)
      throw new ServiceFault(
        "InvalidConfigurationRequest",
        `The subnets '${left.join(", ")}' of load balancer '${balancer.arn}' must be included`,
      );
    balancer.subnetIds = ids;
    refreshUse(world);
    world.happened("elasticloadbalancing", "load-balancer-modified", balancer.arn);
    const { AvailabilityZones } = apiLoadBalancer(balancer, world.state, world.now());
    return { AvailabilityZones, IpAddressType: "ipv4" };
  },
};

/** Replaces the security groups, which have no rules here: nothing else follows from it. */
export const setSecurityGroups: Operation<SetSecurityGroupsInput, SetSecurityGroupsOutput> = {
  kind: "write",
  accepts: ["LoadBalancerArn", "SecurityGroups"],
  handle(input, { world }) {
    const balancer = loadBalancerOf(world.state, input.LoadBalancerArn);
    const ids = required(input.SecurityGroups, "SecurityGroups");
    const unknown = ids.filter((id) => !world.state.securityGroups.has(id));
    if (unknown.length > 0)
      throw new ServiceFault(
        "InvalidSecurityGroup",
        `One or more security groups are invalid: ${unknown.join(", ")}`,
      );
    balancer.securityGroupIds = [...ids];
    return { SecurityGroupIds: [...ids] };
  },
};

/** No load balancer reserves capacity here: the call that reserves it, ModifyCapacityReservation, is not carried out. */
export const describeCapacityReservation: Operation<
  DescribeCapacityReservationInput,
  DescribeCapacityReservationOutput
> = {
  kind: "read",
  accepts: ["LoadBalancerArn"],
  handle(input, { state }) {
    loadBalancerOf(state, input.LoadBalancerArn);
    return { CapacityReservationState: [] };
  },
};
