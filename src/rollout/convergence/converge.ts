import type { ApprovalAsk } from "../../domain/approval/approval-ask.ts";
import { waitingAsks } from "../../domain/decide/approval/open-asks.ts";
import { withAttempt } from "../../domain/decide/attempts.ts";
import { type Decision, decide, type Leave, type Start } from "../../domain/decide/decide.ts";
import type { FleetState } from "../../domain/decide/fleet-state.ts";
import { waitingEvent } from "../../domain/outbox/waiting-event.ts";
import { hasEnded } from "../../domain/run/may-still-run.ts";
import { explain } from "../../domain/explain/explain.ts";
import { ServiceUnavailable } from "../../errors/errors.ts";
import { changeAttempts } from "../../ledger/attempts.ts";
import { appendOnce } from "../../ledger/entries.ts";
import { readLastHold, writeLastHold } from "../../ledger/last-hold.ts";
import { type KeptFor, keepEvents, sendKept } from "../../step/outbox/publish.ts";
import type { ExecutionReader, StepContext } from "../../step/step.ts";
import { keepApprovals } from "../approval/keep-approvals.ts";
import { keepRestSummary, type SummaryKnown } from "../summary/keep-rest-summary.ts";
import { readState } from "./read-state.ts";
import { runName } from "./run-name.ts";

interface Converged {
  readonly decision: Decision;
  /** The execution that carries it out, started now or by somebody who came to the same decision before. */
  readonly execution: string | null;
  /** What a person has not answered yet. */
  readonly asks: readonly ApprovalAsk[];
}

type Context = Pick<StepContext, "ledger" | "clock" | "starter"> & Partial<Pick<StepContext, "publish">>;

/** Who decides, and with what besides the ledger. */
interface Decider {
  readonly actor: string;
  /** Who can ask notices when the name was used up by an execution that came to nothing. */
  readonly executions?: ExecutionReader;
  /** What is known of what a list shows of the fleet; left out: it is read. */
  readonly known?: SummaryKnown;
}

/**
 * Decides about a fleet from the ledger, and starts the run that is decided. Why nothing is begun is written down when it
 * becomes another reason. Done twice it does nothing more. Undefined: no fleet of that name is declared.
 */
export async function converge(
  fleet: string,
  { actor, executions, known = {} }: Decider,
  context: Context,
): Promise<Converged | undefined> {
  const fresh = await decideFresh(fleet, context);
  if (fresh === undefined) return undefined;
  const { decision, asks, state } = fresh;
  if (decision.act === "leave") {
    await recordHold(state, { decision, actor }, context);
    // A run says it of itself.
    if (decision.because !== "running") await keepRestSummary(state, known, context);
    return { decision, execution: null, asks };
  }
  const { execution, isUsedUp } = await start(fleet, { decision, actor }, context);
  if (isUsedUp && hasEnded((await executions?.status(machineOf(decision), execution)) ?? "unknown"))
    await countAttempt(fleet, { decision, execution }, context);
  return { decision, execution, asks };
}

/** A state that took longer to be read, by a read that hung or a process that was paused, is read again: another may be there by now. */
const FRESH_MS = 10_000;
const MOST_READS = 3;

/** What is decided by the state of now; what the fleet waited for is over where something is to be begun. */
async function decideFresh(
  fleet: string,
  context: Context,
): Promise<(Omit<Converged, "execution"> & { readonly state: FleetState }) | undefined> {
  for (let reads = 0; reads < MOST_READS; reads += 1) {
    const from = context.clock.now();
    const state = await readApproved(fleet, context);
    if (state === undefined) return undefined;
    const decision = decide(state, context.clock.now());
    if (decision.act === "start") await keepHold(fleet, null, context);
    const now = context.clock.now();
    if (now - from <= FRESH_MS) return { decision, asks: waitingAsks(state, now), state };
  }
  throw new ServiceUnavailable(
    `the ledger took more than ${FRESH_MS / 1000} s to tell the state of ${fleet}, ${MOST_READS} times: nothing is decided by what may be over. Next: wait, it is tried again`,
  );
}

/** The state, once what it asks of a person is asked, and what nobody answered in time is answered by that. */
async function readApproved(fleet: string, context: Context): Promise<FleetState | undefined> {
  const state = await readState(fleet, context);
  return state !== undefined && (await keepApprovals(state, context)) ? readState(fleet, context) : state;
}

interface Decided<D extends Decision> {
  readonly decision: D;
  readonly actor: string;
}

async function recordHold(
  state: FleetState,
  { decision, actor }: Decided<Leave>,
  { ledger, clock, publish }: Context,
): Promise<void> {
  const { because, reason, nextAt } = decision;
  const { fleet } = state;
  // A run tells of itself.
  if (because === "running") return;
  const holds = because === "nothing-due" ? null : because === "slots" ? SLOTS_FULL : reason;
  const waiting = waitingEvent(fleet, decision, clock.now(), sentenceOf(state, clock.now()));
  const kept: KeptFor[] = [];
  const about = { at: clock.now(), fleet, rollout: null, phase: null, kind: "decision" as const, actor };
  const entry = { ...about, action: "leave", reason, evidence: { because, nextAt } };
  await keepHold(fleet, holds, { ledger }, async () => {
    await appendOnce(ledger, entry);
    if (waiting !== null) kept.push(await keepEvents(fleet, [waiting], { ledger, clock }));
  });
  // Who cannot publish leaves it to the next sweep.
  if (publish !== undefined) await sendKept(kept, { ledger, clock, publish });
}

/** In the words that every surface has for it. */
const sentenceOf = (state: FleetState, now: number): string => {
  const beside = { freeze: null, run: null, attention: [], unreadable: null };
  return explain({ kind: "fleet", fleet: state.fleet, state, ...beside }, now).sentence;
};

/** Whose the slots are changes with each end of a run, and is no other reason. */
const SLOTS_FULL = "every slot of the account is taken";

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
  const machine = machineOf(decision);
  await appendOnce(ledger, { ...about, action: `start-${machine}`, reason: why, subject: target.image });
  const decided = { image: target.image, reason };
  // Which servers are replaced is decided again by whoever admits it.
  const input = machine === "recycle" ? { fleet } : { fleet, decided };
  const started = await starter.start(machine, execution, input);
  return { execution, isUsedUp: started === "already-started" };
}

const machineOf = ({ servers }: Start): "rollout" | "recycle" =>
  servers === undefined ? "rollout" : "recycle";

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
