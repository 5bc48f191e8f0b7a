import type { Fleet } from "../domain/declaration/fleet.ts";
import type { Run } from "../domain/run/run.ts";
import { isRollout } from "../domain/run/run-record.ts";
import { listFleetNames, readFleet } from "../ledger/fleets.ts";
import { activeFreeze } from "../ledger/freezes.ts";
import { listGenerations } from "../ledger/generations.ts";
import { runKinds } from "../machines/run-kinds.ts";
import { readState } from "../rollout/convergence/read-state.ts";
import type { RunKind } from "../step/run-kind.ts";
import type { SweepContext } from "./context.ts";
import { type BegunBySweep, convergeFleets } from "./converge-fleets.ts";
import { giveUp } from "./give-up.ts";
import { freeLease, type FoundRun, sweepRun } from "./sweep-run.ts";
import { findOrphans, type Irregularity, type RestingFleet } from "./orphans.ts";
import { reportFound } from "./report.ts";
import { sendPending } from "./send-pending.ts";

/** More than a fleet has standing at once: an old one that is retained must not be taken for nobody's. */
const GENERATIONS = 100;

export interface SweepReport {
  readonly fleets: number;
  readonly irregularities: readonly Irregularity[];
  readonly begun: readonly BegunBySweep[];
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
  const irregularities: Irregularity[] = [];
  const resting: RestingFleet[] = [];
  const readable: Fleet[] = [];
  const givenUp = new Map<string, unknown>();
  for (const fleet of names) {
    try {
      const found = await sweepFleet(fleet, kinds, context);
      irregularities.push(...found.irregularities);
      if (found.declared) readable.push(found.declared);
      if (found.resting) resting.push(found.resting);
    } catch (error) {
      givenUp.set(fleet, error);
    }
  }
  const { irregularities: unread, failures, begun } = await convergeFleets(readable, context);
  irregularities.push(...unread);
  for (const { fleet, error } of failures) givenUp.set(fleet, error);
  for (const [fleet, error] of givenUp) irregularities.push(await giveUp(fleet, error, context));
  const read = names.filter((fleet) => !givenUp.has(fleet));
  for (const fleet of read) await reportFound(fleet, { source: "ledger", found: [] }, context);
  irregularities.push(...(await findOrphans(resting, names, context)));
  await sendPending([...names, null], context);
  return { fleets: names.length, irregularities, begun };
}

/** What was found and done in one fleet. */
interface Swept {
  readonly irregularities: readonly Irregularity[];
  /** To be decided about; not there for a fleet that is frozen, or that nobody declares. */
  readonly declared?: Fleet;
  /** The fleet as it rests, to be compared with the world. */
  readonly resting?: RestingFleet;
}

async function sweepFleet(
  fleet: string,
  kinds: readonly RunKind<Run>[],
  context: SweepContext,
): Promise<Swept> {
  const { ledger, clock } = context;
  const frozen = await activeFreeze(ledger, fleet, clock.now());
  // Everything is read, so that what cannot be read is found before something needs it.
  const [declared, { found, generations }] = await Promise.all([
    readFleet(ledger, fleet),
    readRuns(fleet, kinds, context),
  ]);
  const known = declared && { declared: declared.fleet };
  const isFrozen = frozen !== undefined;
  const irregularities: Irregularity[] = [];
  for (const each of found) irregularities.push(...(await sweepRun(each, isFrozen, context)));
  if (isFrozen) {
    // What only deciding needs, too: it stays frozen until somebody has seen to it, and nothing says before that it can be read.
    await readState(fleet, context);
    return { irregularities };
  }
  const open = found.filter(({ stored: { run } }) => run.endedAt === null);
  const isHeld = open.some(({ kind }) => kind.generationOf === undefined);
  const ended = new Set(found.flatMap(({ stored: { run } }) => (run.endedAt === null ? [] : [run.id])));
  if (!isHeld) irregularities.push(...(await freeLease({ fleet }, ended, context)));
  if (isHeld || irregularities.length > 0 || known === undefined) return { ...known, irregularities };
  const resting = {
    fleet,
    ...known,
    rollouts: found.flatMap(({ stored: { run } }) => (isRollout(run) ? [run] : [])),
    retiring: open.flatMap(({ kind, stored: { run } }) => kind.generationOf?.(run) ?? []),
    generations: generations.map(({ generation }) => generation),
  };
  return { ...known, irregularities: [], resting };
}

/**
 * All runs of a fleet, then its generations: what a run has done to one is written before the run goes on, and a rollout
 * writes its retirement down before it ends.
 */
async function readRuns(fleet: string, kinds: readonly RunKind<Run>[], { ledger }: SweepContext) {
  const found: FoundRun[] = [];
  for (const kind of kinds) {
    const stored = await kind.runs.list(ledger, fleet);
    found.push(...stored.map((each) => ({ kind, stored: each })));
  }
  return { found, generations: await listGenerations(ledger, fleet, GENERATIONS) };
}
