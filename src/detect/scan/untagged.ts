import type { Group } from "../../aws/auto-scaling/auto-scaling.ts";
import { asServer, describeInstancesById } from "../../aws/ec2/ec2.ts";
import type { ServerFacts } from "../../domain/drift/server-facts.ts";
import { appendEntry } from "../../ledger/entries.ts";
import { readUntaggedReport, writeUntaggedReport } from "../../ledger/found/untagged-report.ts";
import type { ScanContext } from "./context.ts";
import type { OpenFleet } from "./open-fleet.ts";
import { TAG } from "./read-servers.ts";
import { unlessCorrupt } from "./unless-corrupt.ts";

interface Described {
  /** By name. */
  readonly groups: ReadonlyMap<string, Group>;
  /** By fleet, those that carry its tag. */
  readonly servers: ReadonlyMap<string, readonly ServerFacts[]>;
}

/** So often one is published again that still lacks its tag. */
const AGAIN_MS = 86_400_000;

/** By fleet, the servers in service of its live group that do not carry its tag; they are published once a day. */
export async function untaggedServers(
  open: readonly OpenFleet[],
  { groups, servers }: Described,
  context: ScanContext,
): Promise<ReadonlyMap<string, readonly ServerFacts[]>> {
  const ids = open.flatMap(({ fleet, live }) => {
    const seen = new Set((servers.get(fleet.fleet) ?? []).map(({ id }) => id));
    return inService(groups.get(live.generation.group)).filter((id) => !seen.has(id));
  });
  const found = Map.groupBy(await readById(ids, context), ({ group }) => group);
  const byFleet = new Map<string, readonly ServerFacts[]>();
  for (const { fleet, live } of open) {
    const own = (found.get(live.generation.group) ?? []).filter(({ tags }) => tags[TAG] !== fleet.fleet);
    if (own.length === 0) continue;
    byFleet.set(fleet.fleet, own);
    await unlessCorrupt(fleet.fleet, context, () => publishUntagged(fleet.fleet, own, context));
  }
  return byFleet;
}

async function publishUntagged(
  fleet: string,
  servers: readonly ServerFacts[],
  { ledger, clock, publish }: ScanContext,
): Promise<void> {
  const ids = servers.map(({ id }) => id).sort();
  const now = clock.now();
  const known = await readUntaggedReport(ledger, fleet);
  const isKnown = ids.every((id) => known?.servers.includes(id));
  if (known && isKnown && now - known.at < AGAIN_MS) return;
  const irregularity = `servers ${ids.join(", ")} do not carry the tag ${TAG}=${fleet}: tag them`;
  const about = {
    at: now,
    fleet,
    rollout: null,
    phase: null,
    kind: "evidence" as const,
    actor: "scan",
  };
  await appendEntry(ledger, { ...about, action: "irregularity", reason: irregularity });
  const isTaken = await publish("Fleet Needs Attention", { fleet, irregularity });
  if (isTaken !== false) await writeUntaggedReport(ledger, fleet, { servers: ids, at: now });
}

const inService = (group: Group | undefined): string[] =>
  (group?.instances ?? []).flatMap(({ id, lifecycleState }) => (lifecycleState === "InService" ? id : []));

async function readById(
  ids: readonly string[],
  { aws }: Pick<ScanContext, "aws">,
): Promise<readonly ServerFacts[]> {
  return ids.length === 0 ? [] : (await describeInstancesById(aws.ec2, ids)).map(asServer);
}
