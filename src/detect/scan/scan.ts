import { describeGroups, type Group } from "../../aws/auto-scaling/auto-scaling.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import type { ServerFacts } from "../../domain/drift/server-facts.ts";
import { type DueFirst, keepDueFirst } from "../../ledger/found/due-first.ts";
import { appendOnce } from "../../ledger/entries.ts";
import { listFindings } from "../../ledger/findings.ts";
import { listFleets } from "../../ledger/fleets.ts";
import { listGenerations, type StoredGeneration } from "../../ledger/generations.ts";
import { rollouts } from "../../ledger/runs/rollouts.ts";
import { settleBounded } from "../../rollout/convergence/settle-bounded.ts";
import type { ScanContext } from "./context.ts";
import { endScan } from "./end-scan.ts";
import { type JudgedFleet, judgeFleet } from "./judge-fleet.ts";
import { FLEETS_AT_ONCE, readServers, readUntagged } from "./read-servers.ts";
import { writeFindings } from "./write-findings.ts";

/** Fleets whose items of the ledger are read and written at once. */
const LEDGER_AT_ONCE = 25;

/** How far a scan is: what one invocation hands to the next. */
export interface ScanProgress {
  /** Milliseconds since 1970. */
  readonly startedAt: number;
  /** The fleets up to this name have been read; null: none. */
  readonly after: string | null;
  readonly servers: number;
  /** Fleets of which something is to be decided. */
  readonly changed: readonly string[];
}

export interface ScanAnswer {
  /** `more`: there are fleets left to read. */
  readonly verdict: "more" | "pass";
  readonly reason: string;
  readonly progress: ScanProgress;
}

/**
 * Reads the servers of the next two thousand fleets and judges each by what is expected of its generation; after the last fleet
 * decides about those of which something was found. Servers that cannot all be read end the scan: a part of them would
 * lift what stands.
 */
export async function scan(given: ScanProgress | null, context: ScanContext): Promise<ScanAnswer> {
  const { ledger, clock } = context;
  const progress = given ?? { startedAt: clock.now(), after: null, servers: 0, changed: [] };
  const { after, startedAt } = progress;
  const declared = (await listFleets(ledger)).fleets.map(({ fleet }) => fleet);
  const left = declared.filter(({ fleet }) => after === null || fleet > after);
  const fleets = left.slice(0, FLEETS_AT_ONCE);
  const names = fleets.map(({ fleet }) => fleet);
  const servers = await readServers(names, context);
  const scanned = await settleBounded(fleets, LEDGER_AT_ONCE, (fleet) => readFleetState(fleet, context));
  const open = scanned.flatMap((each) => (each.status === "fulfilled" && each.value ? each.value : []));
  const groups = await describeGroups(
    context.aws.autoScaling,
    open.map(({ live }) => live.generation.group),
  );
  const untagged = await untaggedServers(open, groups, servers, context);
  const judged = await settleBounded(open, LEDGER_AT_ONCE, async ({ fleet, live }) => {
    const own = [...(servers.get(fleet.fleet) ?? []), ...(untagged.get(fleet.fleet) ?? [])];
    return (await judgeOne(fleet, { live, servers: own, startedAt }, context)) ? [fleet.fleet] : [];
  });
  const failed = [...scanned, ...judged].find((each) => each.status === "rejected");
  if (failed?.status === "rejected") throw failed.reason;
  const seen = [...servers.values()].reduce((sum, each) => sum + each.length, 0);
  const next: ScanProgress = {
    startedAt,
    after: names.at(-1) ?? after,
    servers: progress.servers + seen,
    changed: [
      ...progress.changed,
      ...judged.flatMap((each) => (each.status === "fulfilled" ? each.value : [])),
    ],
  };
  if (left.length > fleets.length)
    return { verdict: "more", reason: `${next.servers} servers were read`, progress: next };
  const reason = await endScan(declared, next, context);
  return { verdict: "pass", reason, progress: { ...next, changed: [] } };
}

interface OpenFleet {
  readonly fleet: Fleet;
  readonly live: StoredGeneration;
}

/** Read after the servers; undefined for a fleet that nothing is judged of: none is live, or a run is changing it. */
async function readFleetState(fleet: Fleet, { ledger }: ScanContext): Promise<OpenFleet | undefined> {
  if ((await rollouts.open(ledger, fleet.fleet)) !== undefined) return undefined;
  const generations = await listGenerations(ledger, fleet.fleet);
  const live = generations.find(({ generation }) => generation.state === "live");
  return live && { fleet, live };
}

interface Judging {
  readonly live: StoredGeneration;
  readonly servers: readonly ServerFacts[];
  readonly startedAt: number;
}

/** Returns whether something is to be decided about the fleet. */
async function judgeOne(
  fleet: Fleet,
  { live, servers, startedAt }: Judging,
  context: ScanContext,
): Promise<boolean> {
  const { ledger, clock } = context;
  const standing = await listFindings(ledger, fleet.fleet);
  const { generation, revision } = live;
  const judged = judgeFleet({ fleet, live: generation, servers, standing, startedAt, now: clock.now() });
  const isLearned = judged.live !== generation;
  await writeFindings(fleet.fleet, judged, isLearned ? revision : null, context);
  if (fleet.age !== undefined) await keepDueFirst(ledger, fleet.fleet, asDueFirst(judged, generation.number));
  return judged.put.some(({ mode, absentIn }) => mode === "replace" && absentIn === 0);
}

const asDueFirst = ({ dueFirst: first }: JudgedFleet, generation: number): DueFirst | null =>
  first && { server: first.id, generation, launchedAt: first.launchedAt };

/** By fleet, the servers in service of its live group that do not carry its tag; each fleet is told of them once. */
async function untaggedServers(
  open: readonly OpenFleet[],
  groups: ReadonlyMap<string, Group>,
  servers: ReadonlyMap<string, readonly ServerFacts[]>,
  context: ScanContext,
): Promise<ReadonlyMap<string, readonly ServerFacts[]>> {
  const seen = new Set([...servers.values()].flat().map(({ id }) => id));
  const found = Map.groupBy(await readUntagged([...groups.values()], seen, context), ({ group }) => group);
  const byFleet = new Map<string, readonly ServerFacts[]>();
  for (const { fleet, live } of open) {
    const own = (found.get(live.generation.group) ?? []).filter(
      ({ tags }) => tags["moult:fleet"] === undefined,
    );
    if (own.length === 0) continue;
    byFleet.set(fleet.fleet, own);
    await tellUntagged(fleet.fleet, own, context);
  }
  return byFleet;
}

async function tellUntagged(
  fleet: string,
  servers: readonly ServerFacts[],
  { ledger, clock, publish }: ScanContext,
): Promise<void> {
  const ids = servers.map(({ id }) => id).sort();
  const irregularity = `servers ${ids.join(", ")} do not carry the tag moult:fleet=${fleet}: tag them`;
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
