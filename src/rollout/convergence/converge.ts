import { hasEnded } from "../../domain/run/may-still-run.ts";
import { withAttempt } from "../../domain/decide/attempts.ts";
import { type Decision, decide, type Leave, type Start } from "../../domain/decide/decide.ts";
import { ServiceUnavailable } from "../../errors/errors.ts";
import { changeAttempts } from "../../ledger/attempts.ts";
import { appendOnce } from "../../ledger/entries.ts";
import { readLastHold, writeLastHold } from "../../ledger/last-hold.ts";
import type { ExecutionReader, StepContext } from "../../step/step.ts";
import { readState } from "./read-state.ts";
import { runName } from "./run-name.ts";

interface Converged {
  readonly decision: Decision;
  /** The execution that carries it out, started now or by somebody who came to the same decision before. */
  readonly execution: string | null;
}

type Context = Pick<StepContext, "ledger" | "clock" | "starter">;

/** Who decides, and with what besides the ledger. */
interface Decider {
  readonly actor: string;
  /** Who can ask notices when the name was used up by an execution that came to nothing. */
  readonly executions?: ExecutionReader;
}

/**
 * Decides about a fleet from the ledger, and starts the run that is decided. Why nothing is begun is written down when it
 * becomes another reason. Done twice it does nothing more. Undefined: no fleet of that name is declared.
 */
export async function converge(
  fleet: string,
  { actor, executions }: Decider,
  context: Context,
): Promise<Converged | undefined> {
  const decision = await decideFresh(fleet, context);
  if (decision === undefined) return undefined;
  if (decision.act === "leave") {
    await recordHold(fleet, { decision, actor }, context);
    return { decision, execution: null };
  }
  const { execution, isUsedUp } = await start(fleet, { decision, actor }, context);
  if (isUsedUp && hasEnded((await executions?.status("rollout", execution)) ?? "unknown"))
    await countAttempt(fleet, { decision, execution }, context);
  return { decision, execution };
}

/** A state that took longer to be read, by a read that hung or a process that was paused, is read again: another may be there by now. */
const FRESH_MS = 10_000;
const MOST_READS = 3;

/** What is decided by the state of now; what the fleet waited for is over where something is to be begun. */
async function decideFresh(fleet: string, context: Context): Promise<Decision | undefined> {
  for (let reads = 0; reads < MOST_READS; reads += 1) {
    const from = context.clock.now();
    const state = await readState(fleet, context);
    if (state === undefined) return undefined;
    const decision = decide(state, context.clock.now());
    if (decision.act === "start") await keepHold(fleet, null, context);
    if (context.clock.now() - from <= FRESH_MS) return decision;
  }
  throw new ServiceUnavailable(
    `the ledger took more than ${FRESH_MS / 1000} s to tell the state of ${fleet}, ${MOST_READS} times: nothing is decided by what may be over. Next: wait, it is tried again`,
  );
}

interface Decided<D extends Decision> {
  readonly decision: D;
  readonly actor: string;
}

async function recordHold(
  fleet: string,
  { decision: { because, reason, nextAt }, actor }: Decided<Leave>,
  { ledger, clock }: Context,
): Promise<void> {
  // A run tells of itself.
  if (because === "running") return;
  const holds = because === "nothing-due" ? null : reason;
  const about = { at: clock.now(), fleet, rollout: null, phase: null, kind: "decision" as const, actor };
  const entry = { ...about, action: "leave", reason, evidence: { because, nextAt } };
  await keepHold(fleet, holds, { ledger }, () => appendOnce(ledger, entry));
}

/** Recorded first: who dies in between records it again, and no hold is kept that nobody can read of. */
async function keepHold(
  fleet: string,
  holds: string | null,
  { ledger }: Pick<Context, "ledger">,
  record: () => Promise<unknown> = async () => undefined,
): Promise<void> {
  if ((await readLastHold(ledger, fleet)) === holds) return;
  if (holds !== null) await record();
  await writeLastHold(ledger, fleet, holds);
}

/** The entry is written before the start: after a crash in between both are done again, under the same name. */
async function start(
  fleet: string,
  { decision, actor }: Decided<Start>,
  { ledger, clock, starter }: Context,
): Promise<{ readonly execution: string; readonly isUsedUp: boolean }> {
  const { target, due, reason } = decision;
  const execution = runName(fleet, decision);
  const about = { at: clock.now(), fleet, rollout: execution, phase: null, kind: "decision" as const, actor };
  const why = due.map(({ what }) => what).join("; ");
  await appendOnce(ledger, { ...about, action: "start-rollout", reason: why, subject: target.image });
  const decided = { image: target.image, reason };
  const started = await starter.start("rollout", execution, { fleet, decided });
  return { execution, isUsedUp: started === "already-started" };
}

/** The execution came to nothing before it could say so: its name is used up, and the next one waits a while. */
async function countAttempt(
  fleet: string,
  { decision, execution: run }: { readonly decision: Start; readonly execution: string },
  { ledger, clock }: Context,
): Promise<void> {
  const { target, attempt } = decision;
  const reason = `execution ${run} ended before it had begun anything`;
  const ended = { fleet, run, image: target.image, reason, backsOff: true, now: clock.now() };
  // An attempt that was counted since has another name.
  await changeAttempts(ledger, fleet, (before) =>
    before.number === attempt ? withAttempt(before, ended) : before,
  );
}
