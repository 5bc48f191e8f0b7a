import { taggedServers } from "../../aws/ec2/ec2.ts";
import type { ServerFacts } from "../../domain/drift/server-facts.ts";
import { settleBounded } from "../../rollout/convergence/settle-bounded.ts";
import type { ScanContext } from "./context.ts";

/** By which moult's servers are known. */
export const TAG = "moult:fleet";
/** Values of one filter (EC2/Using_Filtering), and chains of pages that are read at once. */
const VALUES = 200;
const CHAINS_AT_ONCE = 10;
/** Fleets whose servers one invocation reads. */
export const FLEETS_AT_ONCE = VALUES * CHAINS_AT_ONCE;

/** The servers of these fleets by fleet, all of them: a chain that cannot be read to its end throws. */
export async function readServers(
  fleets: readonly string[],
  { aws }: Pick<ScanContext, "aws">,
): Promise<ReadonlyMap<string, ServerFacts[]>> {
  const servers = new Map<string, ServerFacts[]>(fleets.map((fleet) => [fleet, []]));
  const chains: string[][] = [];
  for (let at = 0; at < fleets.length; at += VALUES) chains.push(fleets.slice(at, at + VALUES));
  const read = await settleBounded(chains, CHAINS_AT_ONCE, async (values) => {
    for await (const page of taggedServers(aws.ec2, TAG, values))
      for (const server of page) servers.get(server.tags[TAG] ?? "")?.push(server);
  });
  const failed = read.find((each) => each.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  return servers;
}
