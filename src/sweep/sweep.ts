import { chunk } from "../aws/describe-existing.ts";
import type { Run } from "../domain/run/run.ts";
import { type SweepCounts, summedCounts } from "../domain/telemetry/sweep-measurements.ts";
import { readSweepPlace, writeSweepPlace } from "../ledger/sweep/sweep-place.ts";
import { runKinds } from "../machines/run-kinds.ts";
import { settleBounded } from "../rollout/convergence/settle-bounded.ts";
import type { RunKind } from "../step/run-kind.ts";
import type { SweepContext } from "./context.ts";
import type { BegunBySweep } from "./converge-fleets.ts";
import { hasUnresting, type Known } from "./known.ts";
import { besideIndex } from "./neighbours/beside.ts";
import { checkNeighbours } from "./neighbours/check-neighbours.ts";
import { readKnown } from "./read-known.ts";
import { freeSlots } from "./slots/free-slots.ts";
import { inOrder } from "./sweep-order.ts";
import { type SweptPart, sweepPart } from "./sweep-part.ts";
import { sendAccountNews } from "./told/account-news.ts";
import { type Outboxes, openOutboxes } from "./told/outboxes.ts";
import { countPending } from "./told/send-pending.ts";
import { type Irregularity, reportUndeclared } from "./world/orphans.ts";

export interface SweepReport {
  /** Fleets that are declared. */
  readonly fleets: number;
  readonly irregularities: readonly Irregularity[];
  readonly begun: readonly BegunBySweep[];
  /** Fleets that could not be swept: they are among the irregularities, too. */
  readonly notSwept: readonly Irregularity[];
  /** Fleets that there was no time for: the next sweep begins with them. */
  readonly left: number;
  /** What a person has to look at, of all fleets and the account. */
  readonly attention: number;
  /** Events that this sweep and the one before it could not bring to the bus. */
  readonly unsent: number;
  /** What there is of each thing that is measured. */
  readonly counts: SweepCounts;
}

interface SweptAccount {
  readonly counts: SweepCounts;
  readonly irregularities: readonly Irregularity[];
  readonly failures: readonly unknown[];
}

/** So many fleets are read, decided about and compared with the world together. */
const PART = 250;
/** While one waits for an answer of AWS, the other reads the ledger. */
const PARTS_AT_ONCE = 2;
/** No part is begun later: the function lives for 240 s (functions/sweep/function.yml), and what the last one found is to be told. */
const WORK_MS = 150_000;

/**
 * Repairs what a crash or StopExecution left, from the ledger and the world, whatever called it. A run of any kind whose
 * execution is gone goes on or is undone, by a new execution of the same machine; a lease without an owner is freed; and each fleet
 * is decided about by what its declaration names now. What no rollout explains is told, not touched. Done twice, or twice at
 * once, it does nothing more. One fleet that cannot be read is frozen with the reason; the others go on. Fleets with a run that does
 * not rest come first; where there are more than one sweep has time for, the next one goes on there.
 */
export async function sweep(
  given: SweepContext,
  kinds: readonly RunKind<Run>[] = runKinds,
): Promise<SweepReport> {
  const { ledger, clock } = given;
  const context = { ...given, outboxes: openOutboxes(ledger) };
  const began = clock.now();
  const known = await readKnown(kinds, context);
  // Before anything is decided that may take one.
  const unsent = [...(await sendAccountNews(context)), await freeSlots(context)];
  const next = await readSweepPlace(ledger);
  const order = inOrder(known.names, (name) => hasUnresting(known, name), next);
  const settled = await settleBounded(chunk(order, PART), PARTS_AT_ONCE, async (names) =>
    clock.now() - began < WORK_MS ? { part: await sweepPart(names, known, context) } : { left: names },
  );
  const done = settled.flatMap((each) => (each.status === "fulfilled" ? each.value : []));
  const parts = done.flatMap(({ part }) => part ?? []);
  const left = done.flatMap((each) => each.left ?? []);
  if (left[0] !== undefined || next !== null) await writeSweepPlace(ledger, left[0] ?? null);
  const account = await sweepAccount({ parts, left }, known, context);
  const thrown = settled.map((each): unknown => (each.status === "rejected" ? each.reason : null));
  const failures = [...unsent, ...thrown, ...parts.flatMap((part) => part.failures), ...account.failures];
  const failure = failures.find(Boolean);
  if (failure !== undefined) throw failure;
  const notSwept = parts.flatMap((part) => part.notSwept);
  const counts = summedCounts([...parts.map((part) => part.counts), account.counts]);
  return {
    fleets: known.names.length,
    irregularities: [...parts.flatMap((part) => part.irregularities), ...account.irregularities],
    begun: parts.flatMap(({ begun }) => begun),
    notSwept,
    left: left.length,
    attention: counts.NeedAttention ?? 0,
    unsent: counts.UnsentEvents ?? 0,
    counts: { ...counts, FleetsNotSwept: notSwept.length },
  };
}

/** What concerns several fleets, or none: neighbours, and groups of fleets that nobody declares. */
async function sweepAccount(
  { parts, left }: { readonly parts: readonly SweptPart[]; readonly left: readonly string[] },
  known: Known,
  context: SweepContext & { readonly outboxes: Outboxes },
): Promise<SweptAccount> {
  const beside = parts.flatMap((part) => part.beside);
  const standing = parts.flatMap((part) => part.standing);
  const index = besideIndex(standing);
  // What another fleet has that this sweep did not read may stand all the same.
  const isWhole = standing.length === known.names.length;
  const groups = new Map(parts.flatMap((part) => [...part.groups]));
  const settled = await Promise.allSettled([
    checkNeighbours(beside, { index, groups, isWhole }, context),
    known.unread === null ? reportUndeclared(known, context) : [],
  ]);
  // What stands of those that this sweep did not come to stands all the same: with less the alarm would end.
  const counts = await countPending([...beside.map(({ fleet }) => fleet), ...left, null], context);
  return {
    irregularities: settled.flatMap((each) => (each.status === "fulfilled" ? each.value : [])),
    failures: [known.unread, ...settled.map((each) => (each.status === "rejected" ? each.reason : null))],
    counts,
  };
}
