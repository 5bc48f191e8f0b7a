import type { Run } from "../../domain/run/run.ts";
import { appendEntry } from "../../ledger/entries.ts";
import { type LeaseAnswer, readLease, seizeLease } from "../../ledger/leases.ts";
import type { RunKind } from "../run-kind.ts";
import { LEASE_SECONDS } from "../run-step.ts";
import type { AdmitAnswer, StepContext } from "../step.ts";
import { mayStillRun } from "./may-still-run.ts";

type Context = Pick<StepContext, "ledger" | "clock" | "executions">;

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
  const { run, revision } = stored;
  const refusal = await refusalReason(kind, run, { execution, context });
  if (refusal !== null) return answer(recovery, "refused", refusal);
  const lease = await takeOver(run, context);
  if (!lease.taken)
    return answer(
      recovery,
      "refused",
      `${lease.holder.owner ?? "nobody"} holds the fleet: it is looked at again later`,
    );
  const reason = `its execution ${run.execution} ended in ${run.phase}, before the ${run.kind} did`;
  await appendEntry(ledger, {
    at: context.clock.now(),
    fleet,
    rollout: run.id,
    phase: run.phase,
    kind: "decision",
    action: "recover",
    reason,
    actor: execution,
  });
  const failure = run.failure ?? { phase: run.phase, error: "Abandoned", reason, imageAtFault: false };
  await kind.runs.write(ledger, { ...run, execution, failure }, revision);
  return { ...answer(recovery, "recover", reason), fence: lease.lease.fence };
}

/** Why the run is not taken over, in words; null when nothing stands against it. */
async function refusalReason<R extends Run>(
  kind: RunKind<R>,
  run: R,
  { execution, context }: { readonly execution: string; readonly context: Context },
): Promise<string | null> {
  if (run.endedAt !== null) return `${run.kind} ${run.id} has ended already (${run.outcome})`;
  // This execution itself carries it when its admission is tried again.
  if (run.execution === execution) return null;
  const lease = await readLease(context.ledger, run.fleet);
  if (!(await mayStillRun(kind.machine, run, { lease, ...context }))) return null;
  return `execution ${run.execution} may still carry ${run.kind} ${run.id}: abort the ${run.kind} with moult rollout abort ${run.fleet}; the sweep takes it over once that execution has ended`;
}

const answer = ({ run }: Recovery, verdict: "refused" | "recover", reason: string): AdmitAnswer => ({
  verdict,
  waitSeconds: 0,
  reason,
  rollout: run,
  fence: 0,
});

/** The run's lease under a fence that nobody else acts under. */
export const takeOver = (
  { fleet, id }: Pick<Run, "fleet" | "id">,
  { ledger, clock }: Pick<Context, "ledger" | "clock">,
): Promise<LeaseAnswer> =>
  seizeLease(ledger, { fleet, owner: id, now: clock.now(), ttlSeconds: LEASE_SECONDS });
