import { describeGroups } from "../../aws/auto-scaling/auto-scaling.ts";
import { type Notices, scheduledNotices } from "../../aws/ec2/scheduled-notices.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import type { ServerFacts } from "../../domain/drift/server-facts.ts";
import { listFleets } from "../../ledger/fleets.ts";
import { keepLeftOut } from "../../ledger/found/left-out.ts";
import { keepDueFirst } from "../../ledger/found/due-first.ts";
import { writeGeneration } from "../../ledger/generations.ts";
import { settleBounded } from "../../rollout/convergence/settle-bounded.ts";
import { answersOf } from "./answers-of.ts";
import type { ScanContext } from "./context.ts";
import { endScan } from "./end/end-scan.ts";
import { readStaged, stageFindings } from "./end/stage-findings.ts";
import { reportWhole, unlessIncomplete } from "./incomplete.ts";
import type { FleetFindings, JudgedFleet } from "./judge-fleet.ts";
import { judgeServers } from "./judge-servers.ts";
import { readOpenFleet } from "./open-fleet.ts";
import { isUnpinned, pinExpectations } from "./pin-expectations.ts";
import type { ScanProgress } from "./progress.ts";
import { FLEETS_AT_ONCE, readServers } from "./read-servers.ts";
import { reportFound, returnedFound } from "./report.ts";
import { unlessCorrupt } from "./unless-corrupt.ts";
import { untaggedFound, untaggedServers } from "./untagged.ts";

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
 * Reads the servers of the next two thousand fleets and judges each by what is expected of its generation. What is found counts
 * when all have been read, and not before: the end holds storms, writes it down and decides. Servers that cannot all be read end
 * the scan: a part of them would lift what stands.
 */
export async function scan(
  given: ScanProgress | null,
  context: ScanContext,
  fleetsAtOnce = FLEETS_AT_ONCE,
): Promise<ScanAnswer> {
  const { ledger, clock } = context;
  const now = clock.now();
  const progress = given ?? { startedAt: now, after: null, servers: 0, judged: 0, parts: [] };
  const { after, startedAt, parts } = progress;
  const declared = (await listFleets(ledger)).fleets.map(({ fleet }) => fleet);
  const left = declared.filter(({ fleet }) => after === null || fleet > after);
  // The end has a function's whole time to itself.
  if (left.length === 0) return pass(declared, await readStaged(declared, parts, context), progress, context);
  const fleets = left.slice(0, fleetsAtOnce);
  const names = fleets.map(({ fleet }) => fleet);
  const servers = await unlessIncomplete(() => readServers(names, context), context);
  const notices = await unlessIncomplete(() => scheduledNotices(context.aws.ec2), context);
  const judged = await judgeFleets(fleets, { servers, notices, startedAt }, context);
  await keepLearned(judged, context);
  const next = {
    ...progress,
    after: names.at(-1) ?? after,
    servers: progress.servers + [...servers.values()].reduce((sum, each) => sum + each.length, 0),
    judged: progress.judged + judged.length,
  };
  if (parts.length === 0 && left.length === fleets.length) return pass(declared, judged, next, context);
  await stageFindings(judged, now, context);
  const reason = `${next.servers} servers were read`;
  return { verdict: "more", reason, progress: { ...next, parts: [...parts, now] } };
}

async function pass(
  declared: readonly Fleet[],
  fleets: readonly FleetFindings[],
  progress: ScanProgress,
  context: ScanContext,
): Promise<ScanAnswer> {
  await reportWhole(context);
  const reason = await endScan(declared, { ...progress, fleets }, context);
  return { verdict: "pass", reason, progress };
}

/** Writes down what servers have shown that their template leaves open, and which of them is due first. Nothing comes of that. */
async function keepLearned(judged: readonly JudgedFleet[], context: ScanContext): Promise<void> {
  const { ledger } = context;
  const kept = await settleBounded(judged, LEDGER_AT_ONCE, ({ fleet, learned, dueFirst, counted }) =>
    unlessCorrupt(fleet, context, async () => {
      if (learned !== null) await writeGeneration(ledger, learned.generation, learned.revision);
      if (dueFirst !== undefined) await keepDueFirst(ledger, fleet, dueFirst);
      // What share of them is due decides whether the fleet is replaced, or some servers.
      if (counted !== undefined) await keepLeftOut(ledger, fleet, counted);
    }),
  );
  answersOf(kept);
}

interface Read {
  /** By fleet, those that carry its tag. */
  readonly servers: ReadonlyMap<string, readonly ServerFacts[]>;
  readonly notices: Notices;
  readonly startedAt: number;
}

/** Judges the fleets that nothing is changing. Writes down nothing but what a person has to look at. */
async function judgeFleets(
  fleets: readonly Fleet[],
  { servers, notices, startedAt }: Read,
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
    const seen = { live, pinned, servers: own, notices, startedAt, only: null };
    return unlessCorrupt(fleet.fleet, context, async () => {
      const found = await judgeServers(fleet, seen, context);
      const lacking = await untaggedFound(fleet.fleet, untagged.get(fleet.fleet) ?? [], context);
      const attention = [...lacking, ...returnedFound(fleet.fleet, found.stands)];
      await reportFound({ fleet: fleet.fleet, found: attention, isWhole: true }, context);
      return found;
    });
  });
  return answersOf(judged).filter((each) => each !== undefined);
}
