import { DescribeSubnetsCommand, type EC2Client } from "@aws-sdk/client-ec2";
import { describeExisting } from "../describe-existing.ts";
import { allPages } from "../pages.ts";

interface Subnet {
  readonly zone: string;
  /** Unused private IPv4 addresses; those of stopped instances count as used (EC2/Subnet). */
  readonly freeAddresses: number;
}

/** The subnets of these ids that exist, by id. */
export async function describeSubnets(
  client: EC2Client,
  ids: readonly string[],
): Promise<Map<string, Subnet>> {
  const subnets = await describeExisting(ids, (SubnetIds) =>
    allPages(async (NextToken) => {
      const answer = await client.send(new DescribeSubnetsCommand({ SubnetIds, NextToken }));
      return { items: answer.Subnets, next: answer.NextToken };
    }),
  );
  return new Map(
    subnets.map(({ SubnetId = "", AvailabilityZone = "", AvailableIpAddressCount = 0 }) => [
      SubnetId,
      { zone: AvailabilityZone, freeAddresses: AvailableIpAddressCount },
    ]),
  );
}
