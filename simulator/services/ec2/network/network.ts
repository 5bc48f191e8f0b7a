import type {
  DescribeAvailabilityZonesRequest,
  DescribeAvailabilityZonesResult,
  DescribeSecurityGroupsRequest,
  DescribeSecurityGroupsResult,
  DescribeSubnetsRequest,
  DescribeSubnetsResult,
  DescribeVpcsRequest,
  DescribeVpcsResult,
  Subnet,
} from "@aws-sdk/client-ec2";
import type { World } from "../../../world/world.ts";
import { type Operation, ServiceFault } from "../../operation.ts";
import { compileFilters, type Filterable } from "../filters.ts";
import { DEFAULT_VPC_CIDR } from "../furnish.ts";
import { page } from "../pages.ts";
import type { SecurityGroupRecord, SubnetRecord } from "../state.ts";
import { tagsIfAny } from "../tags/tag-rules.ts";
import { ownedArn } from "./owned-arn.ts";
import { zoneId } from "./zones.ts";

const LIMITS = { smallest: 5, largest: 1000 };

const SUBNET: Filterable<SubnetRecord> = {
  tagsOf: (subnet) => subnet.tags ?? [],
  fields: {
    "availability-zone": (subnet) => [subnet.zone],
    "availability-zone-id": (subnet) => [zoneId(subnet.zone)],
    "available-ip-address-count": (subnet) => [String(subnet.freeAddresses)],
    "default-for-az": () => ["true"],
    "map-public-ip-on-launch": () => ["false"],
    state: () => ["available"],
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

/** By its id: all VPCs are alike. */
const VPC: Filterable<string> = {
  tagsOf: () => [],
  fields: {
    cidr: () => [DEFAULT_VPC_CIDR],
    "is-default": () => ["true"],
    state: () => ["available"],
    "vpc-id": (id) => [id],
  },
};

/** By its name. */
const ZONE: Filterable<string> = {
  tagsOf: () => [],
  fields: {
    "opt-in-status": () => ["opt-in-not-required"],
    state: () => ["available"],
    "zone-id": (zone) => [zoneId(zone)],
    "zone-name": (zone) => [zone],
    "zone-type": () => ["availability-zone"],
  },
};

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
    return { Subnets: shown.map((subnet) => apiSubnet(subnet, world)), NextToken: nextToken };
  },
};

// A default subnet of its zone, whose servers get no public address: there is no internet here.
const apiSubnet = (subnet: SubnetRecord, world: World): Subnet => ({
  SubnetId: subnet.id,
  SubnetArn: ownedArn(world, subnet, `subnet/${subnet.id}`),
  VpcId: subnet.vpcId,
  AvailabilityZone: subnet.zone,
  AvailabilityZoneId: zoneId(subnet.zone),
  CidrBlock: subnet.cidrBlock,
  AvailableIpAddressCount: subnet.freeAddresses,
  DefaultForAz: true,
  MapPublicIpOnLaunch: false,
  MapCustomerOwnedIpOnLaunch: false,
  AssignIpv6AddressOnCreation: false,
  Ipv6CidrBlockAssociationSet: [],
  Ipv6Native: false,
  EnableDns64: false,
  PrivateDnsNameOptionsOnLaunch: {
    HostnameType: "ip-name",
    EnableResourceNameDnsARecord: false,
    EnableResourceNameDnsAAAARecord: false,
  },
  BlockPublicAccessStates: { InternetGatewayBlockMode: "off" },
  State: "available",
  OwnerId: subnet.owner ?? world.account,
  ...tagsIfAny(subnet.tags ?? []),
});

/** Rules of security groups are not simulated: every group is shown with none. */
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
        SecurityGroupArn: ownedArn(world, group, `security-group/${group.id}`),
        Description: group.name,
        IpPermissions: [],
        IpPermissionsEgress: [],
        VpcId: group.vpcId,
        OwnerId: group.owner ?? world.account,
        ...tagsIfAny(group.tags ?? []),
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
    const found = asked.filter(compileFilters(input.Filters, VPC));
    const { page: shown, nextToken } = page(found, input, LIMITS);
    const vpcs = shown.map((VpcId) => ({
      VpcId,
      CidrBlock: DEFAULT_VPC_CIDR,
      CidrBlockAssociationSet: [
        {
          AssociationId: VpcId.replace("vpc-", "vpc-cidr-assoc-"),
          CidrBlock: DEFAULT_VPC_CIDR,
          CidrBlockState: { State: "associated" as const },
        },
      ],
      DhcpOptionsId: VpcId.replace("vpc-", "dopt-"),
      InstanceTenancy: "default" as const,
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
    const found = asked.filter(compileFilters(input.Filters, ZONE));
    return {
      AvailabilityZones: found.map((ZoneName) => ({
        ZoneName,
        ZoneId: zoneId(ZoneName),
        GroupName: `${world.region}-zg-1`,
        NetworkBorderGroup: world.region,
        OptInStatus: "opt-in-not-required" as const,
        Messages: [],
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
