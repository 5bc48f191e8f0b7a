import type { Fleet } from "../domain/declaration/fleet.ts";
import type { Run } from "../domain/run/run.ts";
import { isRollout } from "../domain/run/run-record.ts";
import { LedgerCorrupt } from "../errors/errors.ts";
import { appendEntry } from "../ledger/entries.ts";
import { listFleetNames, readFleet } from "../ledger/fleets.ts";
import { activeFreeze, freezeOf } from "../ledger/freezes.ts";
import { listGenerations } from "../ledger/generations.ts";
import { readLease, releaseLease } from "../ledger/leases.ts";
import { runKinds } from "../machines/run-kinds.ts";
import { freezeFleet } from "../operator/freeze-fleet.ts";
import { hasRunOut, mayStillRun } from "../step/recovery/may-still-run.ts";
import { startRecovery } from "../step/recovery/start-recovery.ts";
import type { RunKind } from "../step/run-kind.ts";
import type { SweepContext } from "./context.ts";
import { type BegunBySweep, convergeFleets } from "./converge-fleets.ts";
import { findOrphans, type Irregularity, type RestingFleet } from "./orphans.ts";

/** More than a fleet has standing at once: an old one that is retained must not be taken for nobody's. */
const GENERATIONS = 100;

export interface SweepReport {
  readonly fleets: number;
  readonly irregularities: readonly Irregularity[];
  readonly begun: readonly BegunBySweep[];
}

/**
 * Repairs what a crash or StopExecution left, from the ledger and the world, whatever called it. A run of any kind whose
 * execution is gone is taken over by a new execution of the same machine; a lease without an owner is freed; and each fleet
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
  for (const fleet of names) {
    try {
      const found = await sweepFleet(fleet, kinds, context);
      irregularities.push(...found.irregularities);
      if (found.declared) readable.push(found.declared);
      if (found.resting) resting.push(found.resting);
    } catch (error) {
      irregularities.push(await giveUp(fleet, error, context));
    }
  }
  const { irregularities: unread, failures, begun } = await convergeFleets(readable, context);
  irregularities.push(...unread);
  for (const { fleet, error } of failures) irregularities.push(await giveUp(fleet, error, context));
  irregularities.push(...(await findOrphans(resting, names, context)));
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
  if (await activeFreeze(ledger, fleet, clock.now())) return { irregularities: [] };
  // Everything is read, so that what cannot be read is found before something needs it.
  const [declared, runs, generations] = await Promise.all([
    readFleet(ledger, fleet),
    Promise.all(kinds.map((kind) => kind.runs.list(ledger, fleet))),
    listGenerations(ledger, fleet, GENERATIONS),
  ]);
  const known = declared && { declared: declared.fleet };
  for (const [index, kind] of kinds.entries()) {
    const open = runs[index]?.find(({ run }) => run.endedAt === null);
    if (open) return { ...known, irregularities: await takeOverDead(kind, open.run, context) };
  }
  const freed = await freeLease(fleet, context);
  if (freed.length > 0 || known === undefined) return { ...known, irregularities: freed };
  const resting = {
    fleet,
    ...known,
    rollouts: runs.flat().flatMap(({ run }) => (isRollout(run) ? [run] : [])),
    generations: generations.map(({ generation }) => generation),
  };
  return { ...known, irregularities: [], resting };
}

/** An open run is dead when its execution has ended, or cannot be asked and its lease ran out. */
async function takeOverDead(kind: RunKind<Run>, run: Run, context: SweepContext): Promise<Irregularity[]> {
  const { ledger, clock } = context;
  const { fleet, id, execution, phase } = run;
  const lease = await readLease(ledger, fleet);
  if (await mayStillRun(kind.machine, run, { lease, ...context })) return [];
  // A recovery would be refused, and its end would call the next sweep: it is taken over when the fleet is free.
  if (lease?.owner != null && lease.owner !== id && !hasRunOut(lease, clock.now())) return [];
  const name = await startRecovery(kind, run, context);
  if (name === null) return [];
  const reason = `${run.kind} ${id} stood in ${phase} and its execution ${execution} had ended: ${name} takes it over`;
  await appendEntry(ledger, {
    at: clock.now(),
    fleet,
    rollout: id,
    phase,
    kind: "decision",
    action: "sweep",
    reason,
    actor: "sweep",
  });
  return [{ fleet, irregularity: reason, repaired: true }];
}

/** A lease that outlived its owner: Admit died before it wrote its rollout down, or CloseRollout before its release. */
async function freeLease(fleet: string, { ledger, clock }: SweepContext): Promise<Irregularity[]> {
  const lease = await readLease(ledger, fleet);
  if (lease === undefined || lease.owner === null || !hasRunOut(lease, clock.now())) return [];
  await releaseLease(ledger, { fleet, owner: lease.owner, fence: lease.fence });
  const reason = `the lease of ${lease.owner} outlived it and is free again`;
  await appendEntry(ledger, {
    at: clock.now(),
    fleet,
    rollout: null,
    phase: null,
    kind: "decision",
    action: "sweep",
    reason,
    actor: "sweep",
  });
  return [{ fleet, irregularity: reason, repaired: true }];
}

async function giveUp(fleet: string, error: unknown, context: SweepContext): Promise<Irregularity> {
  const { message } = error instanceof Error ? error : new Error(String(error));
  if (!(error instanceof LedgerCorrupt))
    return { fleet, irregularity: `could not be swept: ${message}`, repaired: false };
  try {
    const { ledger, clock, publish } = context;
    // While something else cannot be read, such as the freeze of every fleet, each sweep comes here again.
    if ((await freezeOf(ledger, fleet, clock.now()))?.until !== null) {
      await freezeFleet({ fleet, by: "sweep", reason: message, seconds: null }, context);
    }
    const irregularity = `frozen: ${message}`;
    await publish("Fleet Needs Attention", { fleet, irregularity });
    return { fleet, irregularity, repaired: false };
  } catch (reason) {
    // Its freeze cannot be read either. Every change reads it first, so nothing is changed all the same.
    return { fleet, irregularity: `could not be frozen (${String(reason)}): ${message}`, repaired: false };
  }
}
