import { taggedServers } from "../../aws/ec2/ec2.ts";
import type { ServerFacts } from "../../domain/drift/server-facts.ts";
import { Rejected } from "../../errors/errors.ts";
import { settleBounded } from "../../rollout/convergence/settle-bounded.ts";
import { answersOf } from "./answers-of.ts";
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
    try {
      return await readChain(values, aws);
    } catch (error) {
      // A token that is no longer taken is refused like anything that is wrong: the chain begins anew, once.
      if (!(error instanceof Rejected)) throw error;
      return readChain(values, aws);
    }
  });
  for (const server of answersOf(read).flat()) servers.get(server.tags[TAG] ?? "")?.push(server);
  return servers;
}

async function readChain(values: readonly string[], { ec2 }: ScanContext["aws"]): Promise<ServerFacts[]> {
  const read: ServerFacts[] = [];
  for await (const page of taggedServers(ec2, TAG, values)) read.push(...page);
  return read;
}
