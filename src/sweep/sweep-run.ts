import type { Run } from "../domain/run/run.ts";
import { appendEntry } from "../ledger/entries.ts";
import { type LeaseScope, readLease, releaseLease } from "../ledger/leases.ts";
import type { StoredRun } from "../ledger/runs/run-store.ts";
import { hasRunOut } from "../step/recovery/may-still-run.ts";
import type { RunKind } from "../step/run-kind.ts";
import { carryOn } from "./carry-on.ts";
import type { SweepContext } from "./context.ts";
import type { Irregularity } from "./world/orphans.ts";

export interface FoundRun {
  readonly kind: RunKind<Run>;
  readonly stored: StoredRun<Run>;
}

/** An ended run's lease may have outlived it for so long; later there is nothing left to find. */
export const LEASE_LEFT_MS = 86_400_000;

/** Takes over an open run that is dead, and frees what an ended one has left of its own. */
export async function sweepRun(
  { kind, stored }: FoundRun,
  isFrozen: boolean,
  context: SweepContext,
): Promise<Irregularity[]> {
  const { run } = stored;
  const generation = kind.generationOf?.(run);
  // A freeze does not hold an execution that only waits for its end.
  if (run.endedAt === null) return carryOn({ kind, stored }, isFrozen, context);
  if (generation === undefined || run.endedAt < context.clock.now() - LEASE_LEFT_MS) return [];
  return freeLease({ fleet: run.fleet, generation }, new Set([run.id]), context);
}

/**
 * A lease that outlived its owner: Admit died before it wrote its rollout down, or CloseRollout before its release. That of a
 * run that has ended is free at once: nothing is changed under it any more.
 */
export async function freeLease(
  { fleet, generation }: LeaseScope,
  ended: ReadonlySet<string>,
  { ledger, clock }: SweepContext,
): Promise<Irregularity[]> {
  const lease = await readLease(ledger, fleet, generation);
  if (lease === undefined || lease.owner === null) return [];
  if (!ended.has(lease.owner) && !hasRunOut(lease, clock.now())) return [];
  // Another sweep may have been first, or its owner.
  if (!(await releaseLease(ledger, { fleet, generation, owner: lease.owner, fence: lease.fence }))) return [];
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
