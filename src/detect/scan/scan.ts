import { describeGroups } from "../../aws/auto-scaling/auto-scaling.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import type { ServerFacts } from "../../domain/drift/server-facts.ts";
import { stormsAmong } from "../../domain/findings/storms.ts";
import { listFleets } from "../../ledger/fleets.ts";
import { keepDueFirst } from "../../ledger/found/due-first.ts";
import { settleBounded } from "../../rollout/convergence/settle-bounded.ts";
import { answersOf } from "./answers-of.ts";
import { ACTOR, type ScanContext } from "./context.ts";
import { endScan } from "./end-scan.ts";
import { holdStorm } from "./hold-storms.ts";
import type { JudgedFleet } from "./judge-fleet.ts";
import { judgeServers } from "./judge-servers.ts";
import { readOpenFleet } from "./open-fleet.ts";
import { isUnpinned, pinExpectations } from "./pin-expectations.ts";
import type { ScanProgress } from "./progress.ts";
import { FLEETS_AT_ONCE, readServers } from "./read-servers.ts";
import { unlessCorrupt } from "./unless-corrupt.ts";
import { untaggedServers } from "./untagged.ts";
import { writeFindings, type WritingContext } from "./write-findings.ts";

/** Fleets whose items of the ledger are read and written at once. */
const LEDGER_AT_ONCE = 25;
/** Generations that one part pins, a call each: after an upgrade the rest is left to the next scans. */
const PINNED_AT_ONCE = 500;

interface ScanAnswer {
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
  const judged = await judgeFleets(fleets, { servers, startedAt }, context);
  const writing = { ...context, actor: ACTOR };
  // Before any of it is written: a sweep that comes in between is not to act on what will be held.
  const found = judged.flatMap(({ fleet, stands }) => stands.map((finding) => ({ fleet, finding })));
  for (const storm of stormsAmong(found, declared.length)) await holdStorm(storm, writing);
  answersOf(await settleBounded(judged, LEDGER_AT_ONCE, (each) => writeJudged(each, writing)));
  const seen = [...servers.values()].reduce((sum, each) => sum + each.length, 0);
  const changed = judged.filter(({ stands }) => stands.some(({ mode }) => mode === "replace"));
  const next: ScanProgress = {
    startedAt,
    after: names.at(-1) ?? after,
    servers: progress.servers + seen,
    changed: [...progress.changed, ...changed.map(({ fleet }) => fleet)],
  };
  if (left.length > fleets.length)
    return { verdict: "more", reason: `${next.servers} servers were read`, progress: next };
  const reason = await endScan(declared, next, context);
  return { verdict: "pass", reason, progress: { ...next, changed: [] } };
}

async function writeJudged(judged: JudgedFleet, writing: WritingContext): Promise<void> {
  await writeFindings(judged, writing);
  if (judged.dueFirst !== undefined) await keepDueFirst(writing.ledger, judged.fleet, judged.dueFirst);
}

interface Read {
  /** By fleet, those that carry its tag. */
  readonly servers: ReadonlyMap<string, readonly ServerFacts[]>;
  readonly startedAt: number;
}

/** Judges the fleets that nothing is changing. Writes down nothing but which servers lack their tag. */
async function judgeFleets(
  fleets: readonly Fleet[],
  { servers, startedAt }: Read,
  context: ScanContext,
): Promise<JudgedFleet[]> {
  const read = await settleBounded(fleets, LEDGER_AT_ONCE, (fleet) =>
    unlessCorrupt(fleet.fleet, context, () => readOpenFleet(fleet, context)),
  );
  const open = answersOf(read).filter((each) => each !== undefined);
  const names = open.map(({ live }) => live.generation.group);
  const groups = await describeGroups(context.aws.autoScaling, names);
  const untagged = await untaggedServers(open, { groups, servers }, context);
  const unpinned = new Set(open.filter(({ live }) => isUnpinned(live.generation)).slice(0, PINNED_AT_ONCE));
  const judged = await settleBounded(open, LEDGER_AT_ONCE, async (each) => {
    const { fleet, live } = each;
    const own = [...(servers.get(fleet.fleet) ?? []), ...(untagged.get(fleet.fleet) ?? [])];
    const group = unpinned.has(each) ? groups.get(live.generation.group) : undefined;
    const pinned = group ? await pinExpectations(live.generation, group, context) : live.generation;
    const seen = { live, pinned, servers: own, startedAt, only: null };
    return unlessCorrupt(fleet.fleet, context, () => judgeServers(fleet, seen, context));
  });
  return answersOf(judged).filter((each) => each !== undefined);
}
