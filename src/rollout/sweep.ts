import { LedgerCorrupt } from "../domain/errors.ts";
import { appendEntry } from "../ledger/entries.ts";
import { listFleetNames } from "../ledger/fleets.ts";
import { activeFreeze, freeze } from "../ledger/freezes.ts";
import { CLOCK_MARGIN_MS, readLease, releaseLease } from "../ledger/leases.ts";
import { openRollout, type StoredRollout } from "../ledger/rollouts.ts";
import { startWaiting } from "./close-rollout.ts";
import type { StepContext } from "./step.ts";
import { type Finding, findUnexplained } from "./unexplained.ts";

/** What the sweep needs to know of executions beyond starting them. */
export interface ExecutionReader {
  /** `unknown`: it runs somewhere that cannot be asked, or was never started. */
  readonly status: (name: string) => Promise<"running" | "ended" | "unknown">;
}

export interface SweepContext
  extends Pick<StepContext<"autoScaling" | "elbv2">, "ledger" | "clock" | "aws" | "starter" | "publish"> {
  readonly executions: ExecutionReader;
}

export interface SweepReport {
  readonly fleets: number;
  readonly findings: readonly Finding[];
}

/**
 * Repairs what a crash or StopExecution left, from the ledger and the world, whatever called it. A rollout whose
 * execution is gone is taken over by a new execution of the same machine; a lease without an owner is freed; a request
 * that waits for a free fleet is started. What no rollout explains is told, not touched. Done twice it does nothing
 * more. One fleet that cannot be read is frozen with the reason; the others go on.
 */
export async function sweep(context: SweepContext): Promise<SweepReport> {
  const names = await listFleetNames(context.ledger);
  const findings: Finding[] = [];
  const quiet: string[] = [];
  for (const fleet of names) {
    try {
      const found = await sweepFleet(fleet, context);
      findings.push(...found);
      if (found.length === 0) quiet.push(fleet);
    } catch (error) {
      findings.push(await giveUp(fleet, error, context));
    }
  }
  findings.push(...(await findUnexplained(quiet, context)));
  return { fleets: names.length, findings };
}

async function sweepFleet(fleet: string, context: SweepContext): Promise<Finding[]> {
  const { ledger, clock } = context;
  if (await activeFreeze(ledger, fleet, clock.now())) return [];
  const open = await openRollout(ledger, fleet);
  if (open) return takeOverDead(open, context);
  const freed = await freeLease(fleet, context);
  await startWaiting(fleet, context);
  return freed;
}

/** An open rollout is dead when its execution has ended, or cannot be asked and its lease ran out. */
async function takeOverDead({ rollout }: StoredRollout, context: SweepContext): Promise<Finding[]> {
  const { ledger, clock, executions, starter } = context;
  const { fleet, id, execution, phase, request } = rollout;
  const status = await executions.status(execution);
  const lease = await readLease(ledger, fleet);
  const expired = lease === undefined || clock.now() > lease.expiresAt + CLOCK_MARGIN_MS;
  if (status === "running" || (status === "unknown" && !expired)) return [];
  // The fence makes the name: the same death is taken over once, the death of that take-over again.
  const name = `${id.slice(0, 60)}-recover-${lease?.fence ?? 0}`;
  const started = await starter.start(name, { fleet, request, recover: id });
  if (started === "already-started") return [];
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
  return [{ fleet, finding: reason, repaired: true }];
}

/** A lease that outlived its owner: Admit died before it wrote its rollout down, or CloseRollout before its release. */
async function freeLease(fleet: string, { ledger, clock }: SweepContext): Promise<Finding[]> {
  const lease = await readLease(ledger, fleet);
  if (lease === undefined || lease.owner === null || clock.now() <= lease.expiresAt + CLOCK_MARGIN_MS)
    return [];
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
  return [{ fleet, finding: reason, repaired: true }];
}

async function giveUp(fleet: string, error: unknown, { ledger, clock }: SweepContext): Promise<Finding> {
  const { message } = error instanceof Error ? error : new Error(String(error));
  if (error instanceof LedgerCorrupt) {
    await freeze(ledger, { fleet, reason: message, by: "sweep", since: clock.now(), until: null });
    return { fleet, finding: `frozen: ${message}`, repaired: false };
  }
  return { fleet, finding: `could not be swept: ${message}`, repaired: false };
}
