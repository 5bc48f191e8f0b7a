import type { RetirementRecord } from "../../../../src/domain/run/retirement.ts";
import type { RolloutRecord } from "../../../../src/domain/run/rollout.ts";
import { type LedgerView, openRetirements, openRollouts } from "../../../world/ledger-view.ts";
import { excused } from "../../exemptions.ts";
import { openJudgedTime } from "../../judged/judged-time.ts";
import type { OutcomeInput } from "../../checker-input.ts";
import type { Invariant, Wrote } from "../../invariant.ts";

/** So long past its deadline a run may be open: a poll is late, a call is retried, a process died in its last step. */
const LATE_MS = 600_000;
/** Two processes whose clocks are each off by five seconds, and what a step reads before it asks for the time. */
const ASKED_MS = 30_000;
/** The phases on the way forward of which some time is declared: steps have pauses, and green bakes. */
const DECLARED: readonly string[] = ["AwaitApproval", "ShiftTraffic", "Bake"];
/** Undoing has as long as the rollout, an hour at least and 49 at most. */
const UNDO_MS = [3600_000, 49 * 3600_000] as const;

/** However late an execution takes over a dead one, it has so long at least (decision 024). */
const TAKEN_UP_MS = 1_800_000;

type Judged = RolloutRecord | RetirementRecord;

const settlementOf = (run: Judged) => (run.kind === "rollout" ? run.settlement : null);

type Direction = "forward" | "undo" | "retire";

/** One open run by the world's own clock: never by the deadline that its record keeps. */
interface Worked {
  readonly id: string;
  direction: Direction;
  settledAt: number | undefined;
  /** Milliseconds of work in this direction. */
  work: number;
  /** Until when the last step's answer was a wait that was declared, by the world's clock; and its begin by the record's. */
  declaredUntil: number;
  declaredSince: number | undefined;
  lookedAt: number;
  execution: string;
  /** How much work may have been done, since another execution has taken the run over. */
  taken: number;
}

/**
 * Every run ends: no run is open ten minutes past its deadline. Only work counts, by the world's clock: not what a step answered as
 * a declared wait, not a freeze, not the time when no execution carried the run or the process of each was paused. On the way
 * forward each step asks for the time before it does anything: none waits on past the deadline, nor calls a wait declared that is not.
 */
export const ends = (): Invariant<OutcomeInput> => {
  const known = new Map<string, Worked>();
  const time = openJudgedTime();
  let frozenUntil = 0;
  const judge = (input: OutcomeInput): string | undefined => {
    for (const run of [...input.view.rollouts.values(), ...input.view.retirements.values()]) {
      const worked = known.get(run.id);
      if (run.endedAt !== null) known.delete(run.id);
      else known.set(run.id, counted(worked, run, { input, frozenUntil }));
      const late = worked && run.endedAt === null ? lateReason(worked, run) : undefined;
      if (late !== undefined) return late;
    }
    return undefined;
  };
  const uncarried = openUncarried();
  const looked = (input: OutcomeInput): string | undefined => {
    const isOpen = openRollouts(input.view).length + openRetirements(input.view).length > 0;
    time.look(input.world.now(), isOpen ? "judges" : "idle");
    const fault = judge(input) ?? uncarried(input, frozenUntil);
    frozenUntil = endOfFreezes(input.view);
    return fault;
  };
  return {
    name: "ends",
    worldEvent: (_event, input) => looked(input),
    written: (_sort, input) => looked(input),
    wrote: (write, { world }) => waitFault(write, known, world.now()),
    judged: time.seconds,
  };
};

/** Until when the freezes last that stand. Nothing has to happen in a frozen world: how it stood at one look it stands until the next. */
const endOfFreezes = ({ freezes }: LedgerView): number =>
  Math.max(0, ...[...freezes.values()].map(({ until }) => until ?? Number.POSITIVE_INFINITY));

/**
 * Nobody can be asked about a process that is gone: its lease runs out (10 min), the next one begins up to 15 minutes later, and
 * a sweep comes by, once more if a call fails.
 */
const TAKEN_OVER_MS = 2_700_000;

/** Each process that dies may have taken the run's lease with it, right before it was to carry the run. */
const diedAt = ({ disturbances }: OutcomeInput): number =>
  Math.max(disturbances.get("engine-dies") ?? 0, disturbances.get("engine-restarts") ?? 0);

/** Judges that no run is left for long without a process that carries it, but for a freeze, counted from the last process that died. */
function openUncarried(): (input: OutcomeInput, frozenUntil: number) => string | undefined {
  const since = new Map<string, number>();
  return (input, frozenUntil) => {
    const now = input.world.now();
    for (const run of [...openRollouts(input.view), ...openRetirements(input.view)]) {
      const isCarried = carriedFrom(run, input) <= now;
      // How it stood at the last look it stood until now.
      const from = isCarried ? now : Math.max(since.get(run.id) ?? now, Math.min(now, frozenUntil));
      if (isCarried) since.delete(run.id);
      else since.set(run.id, from);
      if (now - Math.max(from, diedAt(input)) > TAKEN_OVER_MS)
        return `${run.kind} ${run.id} is carried by nobody for ${Math.round((now - from) / 60_000)} minutes`;
    }
    return undefined;
  };
}

/** Adds what was worked since the last look. A new direction, and a new settlement, begin anew. */
function counted(
  before: Worked | undefined,
  run: Judged,
  { input, frozenUntil }: { readonly input: OutcomeInput; readonly frozenUntil: number },
): Worked {
  const now = input.world.now();
  const declared = declaredWait(before, run, now);
  const direction = directionOf(run);
  const settledAt = settlementOf(run)?.at;
  const { id, execution } = run;
  if (before === undefined || before.direction !== direction || before.settledAt !== settledAt)
    return { id, direction, settledAt, work: 0, ...declared, lookedAt: now, execution, taken: 0 };
  const carried = carriedFrom(run, input);
  const isIdle =
    excused("ends: a fleet that is frozen", frozenUntil >= now) ||
    excused("ends: a run that no process carries, or a paused one", carried > now) ||
    excused("ends: a wait that is declared", before.declaredUntil >= now);
  const idleUntil = isIdle ? now : Math.max(before.declaredUntil, frozenUntil, carried);
  before.work += Math.max(0, now - Math.max(before.lookedAt, idleUntil));
  if (before.execution !== execution && execution.includes("-recover-"))
    before.taken = before.work + TAKEN_UP_MS;
  return Object.assign(before, declared, { lookedAt: now, execution });
}

/** A wait lasts for as long as it says from when it is written on: the clock of who wrote it may be ahead, or behind. */
function declaredWait(
  before: Worked | undefined,
  { waiting }: Judged,
  now: number,
): Pick<Worked, "declaredUntil" | "declaredSince"> {
  if (!waiting?.isDeclared) return { declaredUntil: 0, declaredSince: undefined };
  const { since, until } = waiting;
  const isSame = before?.declaredSince === since;
  return { declaredUntil: isSame ? before.declaredUntil : now + until - since, declaredSince: since };
}

/** Who takes a paused rollout back ends the pause and its wait in one write. */
const mayDeclare = ({ phase, waiting, pause }: RolloutRecord, last: RolloutRecord | undefined): boolean =>
  DECLARED.includes(phase) ||
  (waiting?.reason.startsWith("frozen") ?? false) ||
  pause !== null ||
  last?.pause != null;

/** A wait that a rollout has just written on its way forward, and that it may not wait. */
function waitFault(
  { sort, body, before, invocation }: Wrote,
  known: ReadonlyMap<string, Worked>,
  now: number,
): string | undefined {
  if (!sort.startsWith("rollout#")) return undefined;
  const run = body as unknown as RolloutRecord;
  const { waiting, phase, failure } = run;
  const last = before as RolloutRecord | undefined;
  if (!waiting || failure || waiting.since === last?.waiting?.since || directionOf(run) !== "forward")
    return undefined;
  if (waiting.isDeclared)
    return mayDeclare(run, last)
      ? undefined
      : `${run.id} waits in ${phase} as if that were declared: ${waiting.reason}`;
  // The deadline is asked for as a step begins.
  const worked = (known.get(run.id)?.work ?? 0) - (now - invocation.startedAt);
  const limit = limitOf("forward", run);
  if (worked <= limit + ASKED_MS) return undefined;
  return `${run.id} waits in ${phase} after ${Math.round(worked / 1000)} s of work, and has ${limit / 1000} s: ${waiting.reason}`;
}

/** Since when some process that is not paused carries the run; Infinity: none does. Names of executions begin with their engine's: `e1/web-…`. */
const carriedFrom = ({ execution }: Judged, { running, pausedUntil }: OutcomeInput): number =>
  Math.min(
    ...running().flatMap((each) => (each.endsWith(`/${execution}`) ? pausedUntil(each) : [])),
    Number.POSITIVE_INFINITY,
  );

function directionOf(run: Judged): Direction {
  if (run.kind === "retirement") return "retire";
  const { phase, milestones } = run;
  if (phase === "RollBack" || milestones["undoing"] !== undefined) return "undo";
  return phase === "RetireBlue" || phase === "CloseRollout" ? "retire" : "forward";
}

function lateReason({ direction, work, taken }: Worked, run: Judged): string | undefined {
  const limit = Math.max(limitOf(direction, run), taken);
  return work <= limit + LATE_MS
    ? undefined
    : `${run.kind} ${run.id} is open after ${Math.round(work / 60_000)} minutes of work to ${direction} (${run.phase}), and may take ${Math.round(limit / 60_000)}`;
}

function limitOf(direction: Direction, run: Judged): number {
  const seconds = secondsOf(run.declaration?.deadlines?.rollout ?? "4h");
  const rollout = seconds * 1000;
  const undo = Math.min(UNDO_MS[1], Math.max(UNDO_MS[0], rollout));
  if (direction === "undo") return undo;
  if (direction === "forward") return settlementOf(run) === null ? rollout : undo;
  // What goes has as long as a rollout.
  return rollout + 2000 * ownSeconds(run);
}

/** A rollout's drain, handoff and last checks have limits of their own; a retirement has none of these. */
function ownSeconds({ kind, declaration }: Judged): number {
  if (kind === "retirement") return 0;
  const { retire, deadlines } = declaration ?? {};
  const own = [retire?.drain ?? "5m", retire?.handoff?.timeout ?? "10m", deadlines?.validate ?? "15m"];
  return own.reduce((sum, each) => sum + secondsOf(each), 0);
}

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400 };
const secondsOf = (text: string): number => Number(text.slice(0, -1)) * (UNITS[text.slice(-1)] ?? 0);
