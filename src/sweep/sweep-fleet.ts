import type { Fleet } from "../domain/declaration/fleet.ts";
import type { Found } from "../domain/outbox/outbox.ts";
import { isRecycle } from "../domain/run/run-record.ts";
import { keepSummary } from "../ledger/board/summaries.ts";
import { keepRestSummary } from "../rollout/summary/keep-rest-summary.ts";
import { readState } from "../rollout/convergence/read-state.ts";
import type { SweepContext } from "./context.ts";
import type { Known } from "./known.ts";
import type { RestingBeside } from "./neighbours/check-neighbours.ts";
import { readRecords, type Records, seenOf } from "./read-records.ts";
import { freeLease, sweepRun } from "./sweep-run.ts";
import { thawNewer } from "./thaw-newer.ts";
import { keepFreezeEnd } from "./told/freeze-ends.ts";
import type { Outboxes } from "./told/outboxes.ts";
import type { Irregularity } from "./world/orphans.ts";
import type { ServedFleet } from "./world/serving.ts";

/** What was found and done in one fleet. */
export interface Swept {
  readonly fleet: string;
  /** A rollout of it is open. */
  readonly moves: boolean;
  /** Since when it is frozen; null: it is not. */
  readonly frozenSince: number | null;
  readonly irregularities: readonly Irregularity[];
  /** What the ledger says that a person has to look at. */
  readonly attention: readonly Found[];
  /** To be decided about; not there for a fleet that nobody declares. */
  readonly declared?: Fleet;
  /** The fleet as it rests, to be compared with the world. */
  readonly resting?: RestingBeside;
  /** To be asked whether anybody answers where its traffic goes. */
  readonly served?: ServedFleet;
}

/** Takes over the runs of one fleet whose executions died, frees leases that outlived their owners, and says what is left to look at. */
export async function sweepFleet(
  fleet: string,
  known: Known,
  context: SweepContext & { readonly outboxes: Outboxes },
): Promise<Swept> {
  const records = await readRecords(fleet, known, context);
  const { declared, frozen, found, ended, rollouts } = records;
  const irregularities: Irregularity[] = [];
  for (const each of found) irregularities.push(...(await sweepRun(each, frozen !== undefined, context)));
  const summary = known.summaries.get(fleet);
  const seen = seenAs(fleet, records, context.clock.now());
  const open = found.filter(({ stored: { run } }) => run.endedAt === null);
  for (const { kind, stored } of open) {
    const shown = kind.summaryOf(stored.run, context.clock.now());
    if (shown !== null && declared !== undefined) await keepSummary(context.ledger, shown, summary);
  }
  const isHeld = open.some(({ kind }) => kind.generationOf === undefined);
  const retiring = open.flatMap(({ kind, stored: { run } }) => kind.generationOf?.(run) ?? []);
  const resting = restingOf(fleet, records, retiring);
  const named = declared && { declared };
  if (frozen) {
    if (frozen.scope === "fleet") await keepFreezeEnd(fleet, frozen, context);
    await keepFrozen(fleet, { summary, run: rollouts.find(({ endedAt: end }) => end === null) }, context);
    await thawNewer(fleet, frozen, context);
    // Comparing changes nothing: what somebody did to a frozen fleet is published as it would be of any other.
    // So is reading what it is to run: what was published in the freeze is known, and said, before that ends; nothing is begun.
    const rests = !isHeld && irregularities.length === 0 && resting && { resting };
    return { ...seen, ...named, irregularities, ...rests };
  }
  if (!isHeld) irregularities.push(...(await freeLease({ fleet }, ended, context)));
  if (isHeld || irregularities.length > 0 || resting === undefined)
    return { ...seen, ...named, irregularities };
  return { ...seen, ...named, irregularities: [], resting };
}

/** The fleet as it rests; undefined: nobody declares it. */
function restingOf(
  fleet: string,
  { declared, found, rollouts, generations, endedAt, isBeset }: Records,
  retiring: readonly number[],
): RestingBeside | undefined {
  const recycles = found.flatMap(({ stored: { run } }) => (isRecycle(run) ? [run] : []));
  return declared && { fleet, declared, rollouts, recycles, retiring, generations, endedAt, isBeset };
}

/** What is known of it whatever is done with it. */
function seenAs(
  fleet: string,
  records: Records,
  now: number,
): Pick<Swept, "fleet" | "moves" | "frozenSince" | "attention" | "served"> {
  const { attention, served } = seenOf(records, now);
  const moves = records.rollouts.some((run) => run.endedAt === null);
  return { fleet, moves, frozenSince: records.frozen?.since ?? null, attention, ...(served && { served }) };
}

/** Reads of a frozen fleet what only deciding needs, too: it stays frozen until all can be read. */
async function keepFrozen(
  fleet: string,
  known: Omit<Parameters<typeof keepRestSummary>[1], "outbox">,
  context: SweepContext & { readonly outboxes: Outboxes },
): Promise<void> {
  const outbox = await context.outboxes.read(fleet);
  const state = await readState(fleet, context);
  if (state !== undefined) await keepRestSummary(state, { ...known, outbox }, context);
}
