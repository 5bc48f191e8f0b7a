import type { Group } from "../../aws/auto-scaling/auto-scaling.ts";
import { asServer, describeInstancesById } from "../../aws/ec2/ec2.ts";
import type { ServerFacts } from "../../domain/drift/server-facts.ts";
import { appendOnce } from "../../ledger/entries.ts";
import type { ScanContext } from "./context.ts";
import type { OpenFleet } from "./open-fleet.ts";
import { TAG } from "./read-servers.ts";

interface Described {
  /** By name. */
  readonly groups: ReadonlyMap<string, Group>;
  /** By fleet, those that carry its tag. */
  readonly servers: ReadonlyMap<string, readonly ServerFacts[]>;
}

/** By fleet, the servers in service of its live group that do not carry its tag; each fleet is told of them once. */
export async function untaggedServers(
  open: readonly OpenFleet[],
  { groups, servers }: Described,
  context: ScanContext,
): Promise<ReadonlyMap<string, readonly ServerFacts[]>> {
  const seen = new Set([...servers.values()].flat().map(({ id }) => id));
  const found = Map.groupBy(await readUntagged([...groups.values()], seen, context), ({ group }) => group);
  const byFleet = new Map<string, readonly ServerFacts[]>();
  for (const { fleet, live } of open) {
    const own = (found.get(live.generation.group) ?? []).filter(({ tags }) => tags[TAG] !== fleet.fleet);
    if (own.length === 0) continue;
    byFleet.set(fleet.fleet, own);
    await publishUntagged(fleet.fleet, own, context);
  }
  return byFleet;
}

async function publishUntagged(
  fleet: string,
  servers: readonly ServerFacts[],
  { ledger, clock, publish }: ScanContext,
): Promise<void> {
  const ids = servers.map(({ id }) => id).sort();
  const irregularity = `servers ${ids.join(", ")} do not carry the tag ${TAG}=${fleet}: tag them`;
  const about = {
    at: clock.now(),
    fleet,
    rollout: null,
    phase: null,
    kind: "evidence" as const,
    actor: "scan",
  };
  if (await appendOnce(ledger, { ...about, action: "irregularity", reason: irregularity }))
    await publish("Fleet Needs Attention", { fleet, irregularity });
}

/** Servers in service of these groups that were not read by their tag: read by their ids, since they lack it. */
async function readUntagged(
  groups: readonly Group[],
  seen: ReadonlySet<string>,
  { aws }: Pick<ScanContext, "aws">,
): Promise<readonly ServerFacts[]> {
  const ids = groups.flatMap(({ instances }) =>
    instances.flatMap(({ id, lifecycleState }) =>
      lifecycleState === "InService" && !seen.has(id) ? [id] : [],
    ),
  );
  return ids.length === 0 ? [] : (await describeInstancesById(aws.ec2, ids)).map(asServer);
}
