import type { World } from "../../../world/world.ts";
import type { SubnetRecord } from "../state.ts";

/** Addresses at the start of a subnet that AWS keeps for itself (network, router, DNS, spare). */
const RESERVED_AT_START = 4;

/** Takes the next free private address of a subnet that has one. */
export function takeAddress(subnet: SubnetRecord): string {
  const { base, size } = range(subnet);
  subnet.usedHosts ??= new Set();
  let host = subnet.lastHost ?? RESERVED_AT_START - 1;
  do {
    host = host >= size - 2 ? RESERVED_AT_START : host + 1;
  } while (subnet.usedHosts.has(host));
  subnet.usedHosts.add(host);
  subnet.lastHost = host;
  subnet.freeAddresses -= 1;
  return dotted(base + host);
}

/** Gives an address back to its subnet; one that is not taken changes nothing. */
export function releaseAddress(world: World, subnetId: string, address: string): void {
  const subnet = world.state.subnets.get(subnetId);
  if (subnet?.usedHosts?.delete(number(address) - range(subnet).base)) subnet.freeAddresses += 1;
}

/** How many addresses of a block instances can have: all but the five that AWS keeps. */
export const usableAddresses = (cidrBlock: string): number =>
  blockRange(cidrBlock).size - RESERVED_AT_START - 1;

const range = (subnet: SubnetRecord) => blockRange(subnet.cidrBlock);

function blockRange(cidrBlock: string): { readonly base: number; readonly size: number } {
  const [address = "", bits = "32"] = cidrBlock.split("/");
  return { base: number(address), size: 2 ** (32 - Number(bits)) };
}

const number = (address: string): number =>
  address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);

const dotted = (value: number): string =>
  [24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join(".");
