import { wayOn } from "../domain/run/leg.ts";
import type { Run } from "../domain/run/run.ts";
import { LedgerConflict } from "../errors/errors.ts";
import { appendEntry } from "../ledger/entries.ts";
import { readLease } from "../ledger/leases.ts";
import type { StoredRun } from "../ledger/runs/run-store.ts";
import { legInput, nameNextLeg } from "../step/legs/name-next-leg.ts";
import { hasRunOut, mayStillRun } from "../step/recovery/may-still-run.ts";
import { startRecovery } from "../step/recovery/start-recovery.ts";
import type { RunKind } from "../step/run-kind.ts";
import type { SweepContext } from "./context.ts";
import type { Irregularity } from "./world/orphans.ts";

/** An open run, and the kind it is of. */
interface Open {
  readonly kind: RunKind<Run>;
  readonly stored: StoredRun<Run>;
}

/**
 * Lets an open run go on whose execution is gone: that has ended, or cannot be asked and its lease ran out. A next leg that
 * was named and never started is started; a run that waited for a declared time, or was frozen, is taken up where it stands;
 * any other is taken over to be undone, as soon as nothing freezes its fleet.
 */
export async function carryOn(
  { kind, stored }: Open,
  isFrozen: boolean,
  context: SweepContext,
): Promise<Irregularity[]> {
  const { ledger, clock } = context;
  const { run } = stored;
  const { fleet, id, phase } = run;
  const lease = await readLease(ledger, fleet, kind.generationOf?.(run));
  if (await mayStillRun(kind.machine, run, { lease, ...context })) return [];
  // It would be refused, and its end would call the next sweep: it is taken over when the fleet is free.
  if (lease?.owner != null && lease.owner !== id && !hasRunOut(lease, clock.now())) return [];
  const reason = await startNext({ kind, stored }, isFrozen, context);
  if (reason === null) return [];
  const about = { at: clock.now(), fleet, rollout: id, phase, actor: "sweep" };
  await appendEntry(ledger, { ...about, kind: "decision", action: "sweep", reason });
  return [{ fleet, irregularity: reason, repaired: true }];
}

/** Starts the execution that goes on, and says which and why; null: none is started, or another sweep was first. */
async function startNext(
  { kind, stored }: Open,
  isFrozen: boolean,
  context: SweepContext,
): Promise<string | null> {
  const { run } = stored;
  const { id, execution, phase, leg } = run;
  const next = leg.next ? await endedOrUnknown(kind, leg.next.execution, context) : null;
  // What takes up where it stands, whoever starts it, needs no leg that was named before.
  const way = kind.takeUpInput ? "undo" : wayOn(run, next, context.legPolls);
  const ended = `${run.kind} ${id} stood in ${phase} and its execution ${execution} had ended`;
  if (way === "undo") {
    const name = isFrozen ? null : await startRecovery(kind, run, context);
    return name && `${ended}: ${name} takes it over`;
  }
  const named = way === "start" ? leg.next : await nameNext({ kind, stored }, ended, context);
  if (named === undefined) return null;
  const started = await context.starter.start(kind.machine, named.execution, legInput(run, named));
  return started === "started" ? `${ended}: ${named.execution} takes it up where it stands` : null;
}

/** The run may not be running any more: that was asked before. */
async function endedOrUnknown(
  kind: RunKind<Run>,
  execution: string,
  { executions }: SweepContext,
): Promise<"ended" | "unknown"> {
  return (await executions.status(kind.machine, execution)) === "unknown" ? "unknown" : "ended";
}

/** Undefined: somebody else has written the record since, another sweep or the run itself. */
async function nameNext(
  { kind, stored }: Open,
  reason: string,
  context: SweepContext,
): Promise<Run["leg"]["next"]> {
  try {
    return await nameNextLeg(kind, stored, { reason, actor: "sweep", afterLoss: true }, context);
  } catch (error) {
    if (error instanceof LedgerConflict) return undefined;
    throw error;
  }
}
