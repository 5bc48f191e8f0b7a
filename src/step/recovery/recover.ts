import { legTakenOver } from "../../domain/run/leg.ts";
import type { Run } from "../../domain/run/run.ts";
import { appendEntry } from "../../ledger/entries.ts";
import { type LeaseAnswer, readLease, releaseLease, seizeLease } from "../../ledger/leases.ts";
import type { StoredRun } from "../../ledger/runs/run-store.ts";
import type { RunKind } from "../run-kind.ts";
import { LEASE_SECONDS } from "../run-step.ts";
import type { AdmitAnswer, StepContext } from "../step.ts";
import { mayStillRun } from "./may-still-run.ts";

/** A run that is taken over has at least so long. */
const RECOVERED_MS = 1_800_000;

type Context = Pick<StepContext, "ledger" | "clock" | "executions" | "carrier">;

/** An abandoned run, and the execution that takes it over. */
interface Recovery {
  readonly fleet: string;
  readonly run: string;
  readonly execution: string;
}

/**
 * Takes over a run whose execution died before it did, under a new fence, so that it is undone (or, past its point of
 * no return, finished). Whatever the dead execution left running is fenced out from here on. Anybody can start a
 * recovery by hand: one of a run whose execution may still run is refused, and changes nothing.
 */
export async function recover<R extends Run>(
  kind: RunKind<R>,
  recovery: Recovery,
  context: Context,
): Promise<AdmitAnswer> {
  const { ledger } = context;
  const { fleet, execution } = recovery;
  const stored = await kind.runs.read(ledger, fleet, recovery.run);
  if (stored === undefined)
    return answer(
      recovery,
      "refused",
      `the ledger has no ${kind.runs.kind} ${recovery.run} of fleet ${fleet}`,
    );
  const { run } = stored;
  const refusal = await refusalReason(kind, run, { execution, context });
  if (refusal !== null) return answer(recovery, "refused", refusal);
  const lease = await takeOver(kind, run, context);
  if (!lease.taken)
    return answer(
      recovery,
      "refused",
      `${lease.holder.owner ?? "nobody"} holds the fleet: it is looked at again later`,
    );
  const { fence } = lease.lease;
  try {
    return { ...(await becomeCarrier(kind, stored, { recovery, context })), fence };
  } catch (error) {
    // Tried again it would find the lease in force, and take it for that of the execution that is dead.
    await releaseLease(ledger, { fleet, generation: kind.generationOf?.(run), owner: run.id, fence });
    throw error;
  }
}

/** Writes down that this execution carries the run, and why. */
async function becomeCarrier<R extends Run>(
  kind: RunKind<R>,
  { run, revision }: StoredRun<R>,
  { recovery, context }: { readonly recovery: Recovery; readonly context: Context },
): Promise<AdmitAnswer> {
  const { execution } = recovery;
  const reason = `its execution ${run.execution} ended in ${run.phase}, before the ${run.kind} did`;
  await recordRecovery(run, { reason, execution }, context);
  const goesOn = kind.takesUp?.(run) ?? false;
  const abandoned = { phase: run.phase, error: "Abandoned", reason, imageAtFault: false };
  const failure = run.failure ?? (goesOn ? null : abandoned);
  // Nobody worked while it was dead: a deadline that has passed meanwhile leaves time to look again.
  const deadlineAt = Math.max(run.deadlineAt, context.clock.now() + RECOVERED_MS);
  const carried = { ...run, execution, failure, deadlineAt, leg: legTakenOver(run) };
  await kind.runs.write(context.ledger, carried, revision);
  return answer(recovery, goesOn ? "pass" : "recover", reason);
}

const recordRecovery = (
  { fleet, id, phase }: Run,
  { reason, execution }: { readonly reason: string; readonly execution: string },
  { ledger, clock }: Context,
): Promise<void> =>
  appendEntry(ledger, {
    at: clock.now(),
    fleet,
    rollout: id,
    phase,
    kind: "decision",
    action: "recover",
    reason,
    actor: execution,
  });

/** Why the run is not taken over, in words; null when nothing stands against it. */
async function refusalReason<R extends Run>(
  kind: RunKind<R>,
  run: R,
  { execution, context }: { readonly execution: string; readonly context: Context },
): Promise<string | null> {
  if (run.endedAt !== null) return `${run.kind} ${run.id} has ended already (${run.outcome})`;
  // This execution itself carries it when its admission is tried again.
  if (run.execution === execution) return null;
  const lease = await readLease(context.ledger, run.fleet, kind.generationOf?.(run));
  if (!(await mayStillRun(kind.machine, run, { lease, ...context }))) return null;
  return `execution ${run.execution} may still carry ${run.kind} ${run.id}: abort the ${run.kind} with moult rollout abort ${run.fleet} --reason <text>; the sweep takes it over once that execution has ended`;
}

const answer = ({ run }: Recovery, verdict: "refused" | "recover" | "pass", reason: string): AdmitAnswer => ({
  verdict,
  waitSeconds: 0,
  reason,
  rollout: run,
  fence: 0,
});

/** The run's lease under a fence that nobody else acts under. */
export const takeOver = <R extends Run>(
  kind: Pick<RunKind<R>, "generationOf">,
  run: R,
  { ledger, clock, carrier }: Pick<Context, "ledger" | "clock" | "carrier">,
): Promise<LeaseAnswer> =>
  seizeLease(ledger, {
    fleet: run.fleet,
    generation: kind.generationOf?.(run),
    owner: run.id,
    carrier,
    now: clock.now(),
    ttlSeconds: LEASE_SECONDS,
  });
