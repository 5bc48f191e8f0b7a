import type { World } from "../../world/world.ts";
import { usableAddresses } from "./network/addresses.ts";

export const DEFAULT_VPC = "vpc-0default";
export const DEFAULT_VPC_CIDR = "172.31.0.0/16";
export const SUBNET_A = "subnet-a";
export const SUBNET_B = "subnet-b";
const SUBNET_C = "subnet-c";
const WEB_SECURITY_GROUP = "sg-web";
export const DEFAULT_SECURITY_GROUP = "sg-default";

// A default VPC's subnets: one /20 block per zone.
const SUBNETS = [
  { id: SUBNET_A, letter: "a", cidrBlock: "172.31.0.0/20" },
  { id: SUBNET_B, letter: "b", cidrBlock: "172.31.16.0/20" },
  { id: SUBNET_C, letter: "c", cidrBlock: "172.31.32.0/20" },
];

/** Puts into an empty world what every account has: a VPC, a subnet in each of three zones, two security groups. */
export function furnish(world: World): void {
  for (const { id, letter, cidrBlock } of SUBNETS) {
    const zone = `${world.region}${letter}`;
    const freeAddresses = usableAddresses(cidrBlock);
    world.state.subnets.set(id, { id, vpcId: DEFAULT_VPC, zone, cidrBlock, freeAddresses });
  }
  const groups = [
    { id: DEFAULT_SECURITY_GROUP, name: "default" },
    { id: WEB_SECURITY_GROUP, name: "web" },
  ];
  for (const group of groups) world.state.securityGroups.set(group.id, { ...group, vpcId: DEFAULT_VPC });
}
