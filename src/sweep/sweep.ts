import { createHash } from "node:crypto";
import type { RolloutRecord } from "../domain/run/rollout.ts";
import { LedgerCorrupt } from "../errors/errors.ts";
import { appendEntry } from "../ledger/entries.ts";
import { listFleetNames, readFleet } from "../ledger/fleets.ts";
import { activeFreeze, freeze } from "../ledger/freezes.ts";
import { listGenerations } from "../ledger/generations.ts";
import { readLease, releaseLease } from "../ledger/leases.ts";
import { waitingRequest } from "../ledger/requests.ts";
import { listRollouts, openRollout } from "../ledger/rollouts.ts";
import { startWaiting } from "../rollout/states/close-rollout.ts";
import { hasRunOut, mayStillRun } from "../step/may-still-run.ts";
import type { StepContext } from "../step/step.ts";
import { findOrphans, type Irregularity, type RestingFleet } from "./orphans.ts";

type SweepContext = Pick<
  StepContext<"autoScaling" | "elbv2">,
  "ledger" | "clock" | "aws" | "starter" | "executions" | "publish"
>;

/** More than a fleet has standing at once: an old one that is retained must not be taken for nobody's. */
const GENERATIONS = 100;

export interface SweepReport {
  readonly fleets: number;
  readonly irregularities: readonly Irregularity[];
}

/**
 * Repairs what a crash or StopExecution left, from the ledger and the world, whatever called it. A rollout whose
 * execution is gone is taken over by a new execution of the same machine; a lease without an owner is freed; a request
 * that waits for a free fleet is started. What no rollout explains is told, not touched. Done twice it does nothing
 * more. One fleet that cannot be read is frozen with the reason; the others go on.
 */
export async function sweep(context: SweepContext): Promise<SweepReport> {
  const names = await listFleetNames(context.ledger);
  const irregularities: Irregularity[] = [];
  const resting: RestingFleet[] = [];
  for (const fleet of names) {
    try {
      const found = await sweepFleet(fleet, context);
      if (Array.isArray(found)) irregularities.push(...found);
      else resting.push(found);
    } catch (error) {
      irregularities.push(await giveUp(fleet, error, context));
    }
  }
  irregularities.push(...(await findOrphans(resting, names, context)));
  return { fleets: names.length, irregularities };
}

/** What was found and done; or the fleet as it rests, to be compared with the world. */
async function sweepFleet(fleet: string, context: SweepContext): Promise<Irregularity[] | RestingFleet> {
  const { ledger, clock } = context;
  if (await activeFreeze(ledger, fleet, clock.now())) return [];
  // Everything is read, so that what cannot be read is found before something needs it.
  const [declared, rollouts, generations] = await Promise.all([
    readFleet(ledger, fleet),
    listRollouts(ledger, fleet),
    listGenerations(ledger, fleet, GENERATIONS),
  ]);
  const open = rollouts.find(({ rollout }) => rollout.endedAt === null);
  if (open) return takeOverDead(open.rollout, context);
  const freed = await freeLease(fleet, context);
  const waited = await waitingRequest(ledger, fleet);
  await startWaiting(fleet, context);
  if (freed.length > 0 || waited !== undefined || declared === undefined) return freed;
  return {
    fleet,
    declared: declared.fleet,
    rollouts: rollouts.map(({ rollout }) => rollout),
    generations: generations.map(({ generation }) => generation),
  };
}

/** An open rollout is dead when its execution has ended, or cannot be asked and its lease ran out. */
async function takeOverDead(rollout: RolloutRecord, context: SweepContext): Promise<Irregularity[]> {
  const { ledger, clock } = context;
  const { fleet, id, execution, phase } = rollout;
  const lease = await readLease(ledger, fleet);
  if (await mayStillRun(rollout, lease, context)) return [];
  // A recovery would be refused, and its end would call the next sweep: it is taken over when the fleet is free.
  if (lease?.owner != null && lease.owner !== id && !hasRunOut(lease, clock.now())) return [];
  const name = await startRecovery(rollout, context);
  if (name === null) return [];
  const reason = `rollout ${id} stood in ${phase} and its execution ${execution} had ended: ${name} takes it over`;
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

/**
 * The execution that was dead makes the name, so that one death is taken over once however many sweeps see it. A
 * recovery that died before it took the rollout over has used the name up: the next number is tried. Null: another
 * sweep was first.
 */
async function startRecovery(rollout: RolloutRecord, context: SweepContext): Promise<string | null> {
  const { ledger, executions, starter } = context;
  const { fleet, id, execution, request } = rollout;
  const death = createHash("sha256").update(execution).digest("hex").slice(0, 8);
  for (let number = 1; ; number += 1) {
    const name = `${id.slice(0, 55)}-recover-${death}-${number}`;
    if ((await starter.start(name, { fleet, request, recover: id })) === "started") return name;
    if ((await executions.status(name)) !== "ended") return null;
    const now = await openRollout(ledger, fleet);
    if (now?.rollout.id !== id || now.rollout.execution !== execution) return null;
  }
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
    await freeze(ledger, { fleet, reason: message, by: "sweep", since: clock.now(), until: null });
    const irregularity = `frozen: ${message}`;
    await publish("Fleet Needs Attention", { fleet, irregularity });
    return { fleet, irregularity, repaired: false };
  } catch (reason) {
    // Its freeze cannot be read either. Every change reads it first, so nothing is changed all the same.
    return { fleet, irregularity: `could not be frozen (${String(reason)}): ${message}`, repaired: false };
  }
}
