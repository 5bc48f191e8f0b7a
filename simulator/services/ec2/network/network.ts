import type {
  DescribeAvailabilityZonesRequest,
  DescribeAvailabilityZonesResult,
  DescribeSecurityGroupsRequest,
  DescribeSecurityGroupsResult,
  DescribeSubnetsRequest,
  DescribeSubnetsResult,
  DescribeVpcsRequest,
  DescribeVpcsResult,
} from "@aws-sdk/client-ec2";
import { type Operation, ServiceFault } from "../../operation.ts";
import { compileFilters, type Filterable } from "../filters.ts";
import { DEFAULT_VPC_CIDR } from "../furnish.ts";
import { page } from "../pages.ts";
import type { SecurityGroupRecord, SubnetRecord } from "../state.ts";
import { apiTags } from "../tags/tag-rules.ts";

const LIMITS = { smallest: 5, largest: 1000 };

const SUBNET: Filterable<SubnetRecord> = {
  tagsOf: (subnet) => subnet.tags ?? [],
  fields: {
    "availability-zone": (subnet) => [subnet.zone],
    "cidr-block": (subnet) => [subnet.cidrBlock],
    "subnet-id": (subnet) => [subnet.id],
    "vpc-id": (subnet) => [subnet.vpcId],
  },
};

const SECURITY_GROUP: Filterable<SecurityGroupRecord> = {
  tagsOf: (group) => group.tags ?? [],
  fields: {
    "group-id": (group) => [group.id],
    "group-name": (group) => [group.name],
    "vpc-id": (group) => [group.vpcId],
  },
};

const named = <R>(kind: string, read: (record: R) => string): Filterable<R> => ({
  tagsOf: () => [],
  fields: { [kind]: (record) => [read(record)] },
});

/** AvailableIpAddressCount counts down with each launch and up with each termination. */
export const describeSubnets: Operation<DescribeSubnetsRequest, DescribeSubnetsResult> = {
  kind: "read",
  accepts: ["SubnetIds", "Filters", "MaxResults", "NextToken"],
  handle: (input, { state, world }) => {
    const asked = byIds(state.subnets, input.SubnetIds, (id) => [
      "InvalidSubnetID.NotFound",
      `The subnet ID '${id}' does not exist`,
    ]);
    const { page: shown, nextToken } = page(
      asked.filter(compileFilters(input.Filters, SUBNET)),
      input,
      LIMITS,
    );
    const subnets = shown.map((subnet) => ({
      SubnetId: subnet.id,
      SubnetArn: world.arn("ec2", `subnet/${subnet.id}`),
      VpcId: subnet.vpcId,
      AvailabilityZone: subnet.zone,
      CidrBlock: subnet.cidrBlock,
      AvailableIpAddressCount: subnet.freeAddresses,
      State: "available" as const,
      OwnerId: world.account,
      Tags: apiTags(subnet.tags ?? []),
    }));
    return { Subnets: subnets, NextToken: nextToken };
  },
};

/** Rules of security groups are not simulated and not shown. */
export const describeSecurityGroups: Operation<DescribeSecurityGroupsRequest, DescribeSecurityGroupsResult> =
  {
    kind: "read",
    accepts: ["GroupIds", "Filters", "MaxResults", "NextToken"],
    handle: (input, { state, world }) => {
      const asked = byIds(state.securityGroups, input.GroupIds, (id) => [
        "InvalidGroup.NotFound",
        `The security group '${id}' does not exist`,
      ]);
      const found = asked.filter(compileFilters(input.Filters, SECURITY_GROUP));
      const { page: shown, nextToken } = page(found, input, LIMITS);
      const groups = shown.map((group) => ({
        GroupId: group.id,
        GroupName: group.name,
        Description: group.name,
        VpcId: group.vpcId,
        OwnerId: world.account,
        Tags: apiTags(group.tags ?? []),
      }));
      return { SecurityGroups: groups, NextToken: nextToken };
    },
  };

/** The VPCs that subnets are in. */
export const describeVpcs: Operation<DescribeVpcsRequest, DescribeVpcsResult> = {
  kind: "read",
  accepts: ["VpcIds", "Filters", "MaxResults", "NextToken"],
  handle: (input, { state, world }) => {
    const all = new Map([...state.subnets.values()].map(({ vpcId }) => [vpcId, vpcId]));
    const asked = byIds(all, input.VpcIds, (id) => [
      "InvalidVpcID.NotFound",
      `The vpc ID '${id}' does not exist`,
    ]);
    const found = asked.filter(
      compileFilters(
        input.Filters,
        named<string>("vpc-id", (id) => id),
      ),
    );
    const { page: shown, nextToken } = page(found, input, LIMITS);
    const vpcs = shown.map((VpcId) => ({
      VpcId,
      CidrBlock: DEFAULT_VPC_CIDR,
      IsDefault: true,
      State: "available" as const,
      OwnerId: world.account,
    }));
    return { Vpcs: vpcs, NextToken: nextToken };
  },
};

/** The zones that subnets are in. */
export const describeAvailabilityZones: Operation<
  DescribeAvailabilityZonesRequest,
  DescribeAvailabilityZonesResult
> = {
  kind: "read",
  accepts: ["ZoneNames", "Filters"],
  handle: (input, { state, world }) => {
    const all = new Map([...state.subnets.values()].map(({ zone }) => [zone, zone]));
    const asked = byIds(all, input.ZoneNames, (name) => [
      "InvalidParameterValue",
      `Invalid availability zone: [${name}]`,
    ]);
    const found = asked.filter(
      compileFilters(
        input.Filters,
        named<string>("zone-name", (zone) => zone),
      ),
    );
    return {
      AvailabilityZones: found.map((ZoneName) => ({
        ZoneName,
        RegionName: world.region,
        State: "available" as const,
        ZoneType: "availability-zone",
      })),
    };
  },
};

function byIds<R>(
  records: ReadonlyMap<string, R>,
  ids: readonly string[] | undefined,
  fault: (id: string) => [code: string, message: string],
): R[] {
  if (ids === undefined || ids.length === 0) return [...records.values()];
  return ids.map((id) => records.get(id) ?? refuse(fault(id)));
}

function refuse([code, message]: [code: string, message: string]): never {
  throw new ServiceFault(code, message);
}
