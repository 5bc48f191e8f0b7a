import type { ServiceName } from "../aws/clients.ts";
import { formatInstant } from "../domain/format-instant.ts";
import { LEG_POLLS } from "../domain/run/leg.ts";
import type { Run } from "../domain/run/run.ts";
import type { StepAnswer } from "../domain/run/step-answer.ts";
import { AccessDenied, Frozen, InvalidInput, NotFound, Rejected, Throttled } from "../errors/errors.ts";
import { activeFreeze } from "../ledger/freezes.ts";
import { renewLease } from "../ledger/leases.ts";
import { fail, frozen, frozenUnseenMs, pass, wait } from "./answers.ts";
import { checkedAnswer } from "./checked-answer.ts";
import type { RunKind, Stop } from "./run-kind.ts";
import type { StepContext, StepInput } from "./step.ts";
import { openRunWork, type RunWork } from "./work.ts";

/** A lease outlives the longest step (120 s) and its retries, so that a slow step is not taken for a dead one. */
export const LEASE_SECONDS = 600;
const STANDING_POLL_SECONDS = 60;
/** What does not go away by itself: somebody deleted what is needed, or took a permission. */
const STANDS = [NotFound, Rejected, AccessDenied];
/** The clients have tried for half a minute by then; what is throttled for longer waits in the machine, not in a Lambda. */
export const THROTTLED_POLL_SECONDS = 30;

/** One state of a kind of run, and how its steps see the run. */
interface StepDefinition<R extends Run, S extends ServiceName, W extends RunWork<R, S>> {
  readonly kind: RunKind<R>;
  readonly phase: R["phase"];
  /** Adds what the steps of this kind need to know. Throws when the ledger does not have it. */
  readonly open: (work: RunWork<R, S>) => Promise<W>;
}

/**
 * What every step has in common: the lease is renewed, a freeze holds everything where it is, an abort or a deadline
 * ends the run, and what the step answers is written down before it is answered.
 */
export async function runStep<R extends Run, S extends ServiceName, W extends RunWork<R, S>>(
  definition: StepDefinition<R, S, W>,
  input: StepInput,
  context: StepContext<S>,
  body: (work: W) => Promise<StepAnswer>,
): Promise<StepAnswer> {
  const { ledger, clock } = context;
  const { kind, phase, open } = definition;
  const { fleet, run: id, fence, generation } = input;
  const claim = { fleet, generation, owner: id, fence };
  await renewLease(ledger, { ...claim, now: clock.now(), ttlSeconds: LEASE_SECONDS });
  const stored = await kind.runs.read(ledger, fleet, id);
  if (stored === undefined)
    throw new InvalidInput(
      `the ledger has no ${kind.runs.kind} ${id} of fleet ${fleet}: nothing was admitted`,
    );
  const work = await open(await openRunWork(kind, phase, stored, context));
  if (isLegOver(definition, input, work.run(), context))
    return { ...pass("the next execution carries it on"), verdict: "next-leg" };
  const answered = (await settledBefore(definition, work)) ?? (await answerOf(definition, work, body));
  // Before it is written down: a record of a wait until no instant could not be read again.
  const answer = checkedAnswer(phase, answered);
  await writeAnswer(definition, work, answer);
  if (answer.verdict === "wait" && answer.waitSeconds > LEASE_SECONDS / 2) {
    await renewLease(ledger, { ...claim, now: clock.now(), ttlSeconds: answer.waitSeconds + LEASE_SECONDS });
  }
  return answer;
}

/** Whether the execution has polled as often as it may. Closing polls for nothing. */
const isLegOver = <R extends Run>(
  { kind, phase }: Pick<StepDefinition<R, never, never>, "kind" | "phase">,
  { execution }: StepInput,
  { leg }: R,
  { legPolls = LEG_POLLS }: Pick<StepContext, "legPolls">,
): boolean => execution !== undefined && phase !== kind.ending.close && leg.polls >= legPolls;

/** What is to be answered without the state doing anything; null when it may go on. */
async function settledBefore<R extends Run, S extends ServiceName, W extends RunWork<R, S>>(
  { kind, phase }: StepDefinition<R, S, W>,
  work: W,
): Promise<StepAnswer | null> {
  const run = work.run();
  const { phases, ending, pointOfNoReturn } = kind;
  const isEnding = phase === ending.undo || phase === ending.close;
  const isCommitted = pointOfNoReturn?.isPassed(run) ?? false;
  // 1. The point of no return is passed, so every earlier phase is behind us (a redrive comes through here).
  if (pointOfNoReturn && isCommitted && phases.indexOf(phase) < phases.indexOf(pointOfNoReturn.phase))
    return pass(pointOfNoReturn.passedReason);
  // 2. It failed before and is taken up again from an earlier state: it is to be undone.
  if (run.failure !== null && !isEnding) return fail(run.failure.reason);
  // Closing only writes down what has been done already: a freeze has nothing to hold there.
  const freeze =
    phase === ending.close ? undefined : await activeFreeze(work.context.ledger, run.fleet, work.now());
  if (freeze) {
    await countUnseenFreeze(kind, freeze.since, work);
    return frozen(freeze.reason, freeze.scope);
  }
  // 3. Somebody asked for the end, or time is up. After the point of no return none of it counts.
  const stop = isEnding || isCommitted ? null : await stopOf(kind, phase, work);
  return stop && fail(stop.reason, stop.error);
}

/** Takes off what passed of a declared time since the freeze began, before anybody saw it. */
async function countUnseenFreeze<R extends Run>(
  kind: RunKind<R>,
  since: number,
  work: RunWork<R, never>,
): Promise<void> {
  const run = work.run();
  const unseenMs = frozenUnseenMs({ since }, run.waiting, work.now());
  if (unseenMs > 0 && kind.afterUnwatched) await work.update(kind.afterUnwatched(run, unseenMs));
}

async function stopOf<R extends Run>(
  kind: RunKind<R>,
  phase: R["phase"],
  work: RunWork<R, never>,
): Promise<Stop | null> {
  const run = work.run();
  if (run.abort)
    return { error: "Aborted", reason: `aborted by ${run.abort.requestedBy}: ${run.abort.reason}` };
  const stop = await kind.stop(run, work.context);
  if (stop !== null) return stop;
  if (work.now() <= run.deadlineAt || phase === kind.pointOfNoReturn?.phase) return null;
  // By the instant: between it and the start may be days of declared waits, which do not count.
  const deadline = formatInstant(run.deadlineAt);
  return { error: "Deadline", reason: `the ${run.kind}'s deadline of ${deadline} has passed` };
}

async function answerOf<R extends Run, S extends ServiceName, W extends RunWork<R, S>>(
  { kind, phase }: StepDefinition<R, S, W>,
  work: W,
  body: (work: W) => Promise<StepAnswer>,
): Promise<StepAnswer> {
  if (work.run().phase !== phase) await work.update({ phase, phaseStartedAt: work.now() } as Partial<R>);
  try {
    return await body(work);
  } catch (error) {
    if (error instanceof Frozen) return frozen(error.message, error.scope);
    // A throttled call was not carried out: a step that is tried again later loses nothing, one that fails is undone.
    if (error instanceof Throttled) return wait(THROTTLED_POLL_SECONDS, error.message);
    // Nothing comes after undoing: what stands in its way is said, and asked again until somebody has taken it away.
    if (phase === kind.ending.undo && STANDS.some((each) => error instanceof each))
      return wait(STANDING_POLL_SECONDS, error instanceof Error ? error.message : String(error));
    throw error;
  }
}

async function writeAnswer<R extends Run, S extends ServiceName, W extends RunWork<R, S>>(
  { kind, phase }: StepDefinition<R, S, W>,
  work: W,
  answer: StepAnswer,
): Promise<void> {
  const { verdict, reason, waitSeconds, isDeclared = false, error = "Failed" } = answer;
  if (verdict === "fail" && work.run().failure === null && phase !== kind.ending.close) {
    await work.note("decision", reason, { action: "roll-back" });
    const failure = { phase, error, reason, imageAtFault: false };
    await work.update({ waiting: null, failure } as Partial<R>);
    return;
  }
  const since = work.now();
  const until = since + waitSeconds * 1000;
  const waited = isDeclared ? {} : { undeclaredSince: work.run().waiting?.undeclaredSince ?? since };
  const waiting = verdict === "wait" ? { reason, since, until, isDeclared, ...waited } : null;
  if (verdict === "pass") await work.note("decision", reason, { action: `${phase} passed` });
  if (waiting === null && work.run().waiting === null) return;
  const { leg } = work.run();
  const counted = waiting === null ? leg : { ...leg, polls: leg.polls + 1 };
  await work.update({ waiting, leg: counted } as Partial<R>);
}
