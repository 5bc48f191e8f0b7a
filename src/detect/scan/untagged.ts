import type { Group } from "../../aws/auto-scaling/auto-scaling.ts";
import { asServer, describeInstancesById } from "../../aws/ec2/ec2.ts";
import type { ServerFacts } from "../../domain/drift/server-facts.ts";
import type { Found } from "../../domain/outbox/outbox.ts";
import { readUntaggedReport, writeUntaggedReport } from "../../ledger/found/untagged-report.ts";
import type { ScanContext } from "./context.ts";
import type { OpenFleet } from "./open-fleet.ts";
import { TAG } from "./read-servers.ts";

interface Described {
  /** By name. */
  readonly groups: ReadonlyMap<string, Group>;
  /** By fleet, those that carry its tag. */
  readonly servers: ReadonlyMap<string, readonly ServerFacts[]>;
}

/** So often one is published again that still lacks its tag. */
const AGAIN_MS = 86_400_000;

/** By fleet, the servers in service of its live group that do not carry its tag. */
export async function untaggedServers(
  open: readonly OpenFleet[],
  { groups, servers }: Described,
  { aws: { ec2 } }: Pick<ScanContext, "aws">,
): Promise<ReadonlyMap<string, readonly ServerFacts[]>> {
  const ids = open.flatMap(({ fleet, live }) => {
    const seen = new Set((servers.get(fleet.fleet) ?? []).map(({ id }) => id));
    return inService(groups.get(live.generation.group)).filter((id) => !seen.has(id));
  });
  const found = Map.groupBy((await describeInstancesById(ec2, ids)).map(asServer), ({ group }) => group);
  return new Map(
    open.map(({ fleet, live }) => {
      const own = found.get(live.generation.group) ?? [];
      return [fleet.fleet, own.filter(({ tags }) => tags[TAG] !== fleet.fleet)];
    }),
  );
}

/**
 * What is published of a fleet's servers without their tag: once a day, and when there are others. The report is written before: who
 * dies in between has the next scan publish it.
 */
export async function untaggedFound(
  fleet: string,
  servers: readonly ServerFacts[],
  { ledger, clock }: Pick<ScanContext, "ledger" | "clock">,
): Promise<readonly Found[]> {
  if (servers.length === 0) return [];
  const ids = servers.map(({ id }) => id).sort();
  const known = await readUntaggedReport(ledger, fleet);
  const isKnown = known !== undefined && ids.every((id) => known.servers.includes(id));
  const isYoung = known !== undefined && clock.now() - known.at < AGAIN_MS;
  const report = isKnown && isYoung ? known : { servers: ids, at: clock.now() };
  if (report !== known) await writeUntaggedReport(ledger, fleet, report);
  const reason = `servers ${report.servers.join(", ")} do not carry the tag ${TAG}=${fleet}: tag them`;
  const commands = [
    `aws ec2 create-tags --resources ${report.servers.join(" ")} --tags Key=${TAG},Value=${fleet}`,
  ];
  return [{ key: `untagged servers of ${report.at}`, kind: "untagged-servers", reason, commands }];
}

const inService = (group: Group | undefined): string[] =>
  (group?.instances ?? []).flatMap(({ id, lifecycleState }) => (lifecycleState === "InService" ? id : []));
