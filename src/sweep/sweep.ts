import type { Fleet } from "../domain/declaration/fleet.ts";
import type { Found } from "../domain/outbox/outbox.ts";
import type { Run } from "../domain/run/run.ts";
import { listFleetNames } from "../ledger/fleets.ts";
import { runKinds } from "../machines/run-kinds.ts";
import { readState } from "../rollout/convergence/read-state.ts";
import type { RunKind } from "../step/run-kind.ts";
import type { SweepContext } from "./context.ts";
import { type BegunBySweep, convergeFleets } from "./converge-fleets.ts";
import { giveUp } from "./give-up.ts";
import { freeLease, sweepRun } from "./sweep-run.ts";
import { checkNeighbours, type RestingBeside } from "./neighbours/check-neighbours.ts";
import { findOrphans, type Irregularity } from "./orphans.ts";
import { readGroups } from "./read-groups.ts";
import { readRecords, seenOf } from "./read-records.ts";
import { reportFound } from "./report.ts";
import { type OutboxCounts, sendPending } from "./send-pending.ts";
import { reportUnserved, type ServedFleet } from "./serving.ts";
import { thawNewer } from "./thaw-newer.ts";

export interface SweepReport extends OutboxCounts {
  readonly fleets: number;
  readonly irregularities: readonly Irregularity[];
  readonly begun: readonly BegunBySweep[];
  /** Fleets that could not be swept: they are among the irregularities, too. */
  readonly notSwept: readonly Irregularity[];
}

/**
 * Repairs what a crash or StopExecution left, from the ledger and the world, whatever called it. A run of any kind whose
 * execution is gone goes on or is undone, by a new execution of the same machine; a lease without an owner is freed; and each fleet
 * is decided about by what its declaration names now. What no rollout explains is told, not touched. Done twice it does
 * nothing more. One fleet that cannot be read is frozen with the reason; the others go on.
 */
export async function sweep(
  context: SweepContext,
  kinds: readonly RunKind<Run>[] = runKinds,
): Promise<SweepReport> {
  const names = await listFleetNames(context.ledger);
  const swept: Swept[] = [];
  const givenUp = new Map<string, unknown>();
  for (const fleet of names) {
    try {
      swept.push(await sweepFleet(fleet, kinds, context));
    } catch (error) {
      givenUp.set(fleet, error);
    }
  }
  const deciding = swept.flatMap(({ declared }) => declared ?? []);
  const { irregularities: unread, failures, begun } = await convergeFleets(deciding, context);
  for (const { fleet, error } of failures) givenUp.set(fleet, error);
  const notSwept = await reportLedger(swept, givenUp, context);
  const world = await Promise.allSettled([readWorld(swept, names, context)]);
  // Also when the world cannot be read: what was found without it is not to wait.
  const counts = await sendPending([...names, null], context);
  const [read] = world;
  if (read.status === "rejected") throw read.reason;
  const orphans = read.value;
  const done = swept.flatMap((each) => each.irregularities);
  const irregularities = [...done, ...unread, ...notSwept, ...orphans];
  return { fleets: names.length, irregularities, begun, notSwept, ...counts };
}

/** Publishes what could not be swept, and what the ledger says of all others. Answers the former. */
async function reportLedger(
  swept: readonly Swept[],
  givenUp: ReadonlyMap<string, unknown>,
  context: SweepContext,
): Promise<readonly Irregularity[]> {
  const notSwept: Irregularity[] = [];
  for (const [fleet, error] of givenUp) notSwept.push(await giveUp(fleet, error, context));
  for (const { fleet, attention } of swept) {
    if (!givenUp.has(fleet)) await reportFound(fleet, { source: "ledger", found: attention }, context);
  }
  return notSwept;
}

/** Compares fleets with the world: groups, weights, and whether anybody answers where traffic goes. */
async function readWorld(
  swept: readonly Swept[],
  names: readonly string[],
  context: SweepContext,
): Promise<readonly Irregularity[]> {
  const resting = swept.flatMap((each) => each.resting ?? []);
  const served = swept.flatMap((each) => each.served ?? []);
  const standing = served.flatMap(({ generations }) => generations);
  const groups = await readGroups(standing, context);
  // None waits for what another cannot read.
  await reportUnserved(served, groups, context);
  const [beside] = await Promise.allSettled([checkNeighbours(resting, { all: served, groups }, context)]);
  const orphans = await findOrphans(resting, { known: names, groups }, context);
  if (beside.status === "rejected") throw beside.reason;
  return [...orphans, ...beside.value];
}

/** What was found and done in one fleet. */
interface Swept {
  readonly fleet: string;
  readonly irregularities: readonly Irregularity[];
  /** What the ledger says that a person has to look at. */
  readonly attention: readonly Found[];
  /** To be decided about; not there for a fleet that is frozen, or that nobody declares. */
  readonly declared?: Fleet;
  /** The fleet as it rests, to be compared with the world. */
  readonly resting?: RestingBeside;
  /** To be asked whether anybody answers where its traffic goes. */
  readonly served?: ServedFleet;
}

async function sweepFleet(
  fleet: string,
  kinds: readonly RunKind<Run>[],
  context: SweepContext,
): Promise<Swept> {
  const records = await readRecords(fleet, kinds, context);
  const { declared, frozen, found, rollouts, generations } = records;
  const irregularities: Irregularity[] = [];
  for (const each of found) irregularities.push(...(await sweepRun(each, frozen !== undefined, context)));
  const { attention, served } = seenOf(records, context.clock.now());
  const seen = { fleet, attention, ...(served && { served }) };
  if (frozen) {
    // What only deciding needs, too: it stays frozen until all can be read.
    await readState(fleet, context);
    await thawNewer(fleet, frozen, context);
    return { ...seen, irregularities };
  }
  const known = declared && { declared };
  const open = found.filter(({ stored: { run } }) => run.endedAt === null);
  const isHeld = open.some(({ kind }) => kind.generationOf === undefined);
  const ended = new Set(found.flatMap(({ stored: { run } }) => (run.endedAt === null ? [] : [run.id])));
  if (!isHeld) irregularities.push(...(await freeLease({ fleet }, ended, context)));
  if (isHeld || irregularities.length > 0 || declared === undefined)
    return { ...seen, ...known, irregularities };
  const retiring = open.flatMap(({ kind, stored: { run } }) => kind.generationOf?.(run) ?? []);
  const resting = { fleet, declared, rollouts, retiring, generations, isBeset: records.isBeset };
  return { ...seen, declared, irregularities: [], resting };
}
