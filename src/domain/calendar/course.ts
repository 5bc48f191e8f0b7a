import type { Slots } from "../brakes/slots.ts";
import { newAsk } from "../decide/approval/approval-hold.ts";
import { askOf } from "../decide/approval/drift-approval.ts";
import { wantedApprovals } from "../decide/approval/wanted-approvals.ts";
import { decide, type Leave, type Start } from "../decide/decide.ts";
import type { WantedTarget } from "../decide/fleet-state.ts";
import { formatInstant } from "../format-instant.ts";
import type { Reason } from "../run/cause.ts";
import type { FleetAhead } from "./fleet-ahead.ts";
import {
  type BeforeTraffic,
  beforeTraffic,
  type ShiftWait,
  waitedMs,
  waitsOf,
  type YesWait,
} from "./before-traffic.ts";
import { afterRefused, afterRun, stateAt } from "./state-at.ts";

/** What something that is due waits for, and how long. Instants are milliseconds since 1970. */
export interface Wait {
  /** `start-rate`: that other runs of the account have begun. */
  readonly by: Leave["because"] | "start-rate";
  readonly reason: string;
  readonly from: number;
  /** Null: nobody knows. */
  readonly to: number | null;
}

/** A run that is expected to begin. */
export interface ExpectedRun {
  readonly at: number;
  /** Without the wait for a window that nobody knows to open. */
  readonly endsAt: number;
  readonly reason: Reason;
  /** A person is among those who ask for it: it waits for no window and no budget. */
  readonly isAsked: boolean;
  /** What it serves, in words: of many, the first few. */
  readonly due: readonly string[];
  /** How many things it serves. */
  readonly dueCount: number;
  readonly imageFrom: string | null;
  readonly imageTo: string;
  /** Since when it is due, as far as that is after now. */
  readonly dueSince: number;
  /** What it waits for from then on. */
  readonly waits: readonly Wait[];
  /** Its green waits for a person's yes before its first traffic; null: it need not. */
  readonly yesWait: YesWait | null;
  /** Its green is ready when no window is open that lets it have traffic; null: it need not wait for one. */
  readonly shiftWait: ShiftWait | null;
  /** It is for the age of servers that are not launched yet: they are due within that time. Null: it is known. */
  readonly dueBetween: readonly [number, number] | null;
}

interface Running {
  readonly run: string;
  readonly target: WantedTarget;
  readonly template: string;
  readonly reason: Reason | null;
  readonly beganAt: number;
  readonly endsAt: number;
  /** Of that, without what it waits for a person or a window. */
  readonly tookMs: number;
  /** It goes back then: nobody has said yes to its green. */
  readonly isRefused: boolean;
}

/** A fleet on its way through time. */
export interface Course {
  ahead: FleetAhead;
  /** What runs; null: nothing. */
  running: Running | null;
  /** When its next start may be, within what the account has to give; null: it has not asked. */
  booked: number | null;
  /** Since when something is due that has not begun; null: nothing is. */
  dueSince: number | null;
  waits: Wait[];
  readonly runs: ExpectedRun[];
  /** What was decided last, and when. */
  last: { readonly at: number; readonly leave: Leave } | null;
}

/** A run may serve each of thousands of servers. */
const MOST_WORDS = 5;
/** What an open run takes at least from now on, where it has taken longer than is usual. */
const OVERDUE_MS = 60_000;

export function openCourse(ahead: FleetAhead, now: number): Course {
  const course = { ahead, booked: null, dueSince: null, waits: [], runs: [], last: null };
  return { ...course, running: runningNow(ahead, now) };
}

/** The open run, as it is expected to end; one that goes back ends in what nobody knows. */
function runningNow(ahead: FleetAhead, now: number): Running | null {
  const { state, length, openRun } = ahead;
  const { open, template, freeze } = state;
  if (open === null || open.isEnding) return null;
  const beganAt = openRun?.since ?? now;
  const left = Math.max(OVERDUE_MS, beganAt + length.seconds * 1000 - now);
  const goesOnAt = Math.max(now, freeze === null ? now : (freeze.until ?? Number.POSITIVE_INFINITY));
  const { id: run, target } = open;
  const begun = { run, target, template: open.template ?? template, reason: null, beganAt };
  const ready = readyAt(ahead, beganAt, goesOnAt);
  const waits = openRun && ready !== null ? waitsOf(ahead, { ...openRun, at: ready }) : null;
  if (ready === null || waits === null || (waits.yes === null && waits.window === null)) {
    const endsAt = goesOnAt + left;
    return { ...begun, endsAt, tookMs: endsAt - beganAt, isRefused: false };
  }
  const rest = Math.max(OVERDUE_MS, (length.seconds - (ahead.toTraffic ?? 0)) * 1000);
  const ends = endOf(waits, { from: ready, rest });
  return { ...begun, ...ends, endsAt: ends.over, tookMs: length.seconds * 1000 };
}

/** When the green of the open run is ready for its first traffic; null: nothing holds that, or nobody knows. */
function readyAt({ openRun, toTraffic }: FleetAhead, beganAt: number, goesOnAt: number): number | null {
  if (openRun === null || toTraffic === null || !Number.isFinite(goesOnAt)) return null;
  return openRun.isReady ? goesOnAt : Math.max(goesOnAt, beganAt + toTraffic * 1000);
}

/** When a run ends whose green is ready `from` then on and takes `rest` after its waits; `over`: forever, where nobody knows that. */
function endOf(waits: BeforeTraffic, { from, rest }: { readonly from: number; readonly rest: number }) {
  const isRefused = waits.yes?.onDeadline === "reject";
  const endsAt = from + waitedMs(waits) + (isRefused ? 0 : rest);
  return { endsAt, over: waits.window?.to === null ? Number.POSITIVE_INFINITY : endsAt, isRefused };
}

/** Not waited for by anybody: nothing is due. */
const IDLE: readonly Leave["because"][] = ["nothing-due", "unnamed"];

/** What all fleets share. */
export interface Account {
  /** When a run may begin, within the requests that the account has to give. */
  readonly book: (fleet: FleetAhead, at: number) => number;
  /** The runs that may be open at once, and those that are; null: nobody counts them. */
  readonly slots: () => Slots | null;
}

/** Decides about the fleet, and answers when the next decision is due; null: nothing changes by itself any more. */
export function advance(course: Course, at: number, { book, slots }: Account): number | null {
  if (course.running !== null) {
    if (at < course.running.endsAt) return course.running.endsAt;
    endRun(course, course.running);
  }
  if (mayNeedApproval(course.ahead)) askForApproval(course, at);
  const state = stateAt(course.ahead, at);
  const taken = slots();
  const decision = decide(
    taken === null ? state : { ...state, brakes: { ...state.brakes, slots: taken } },
    at,
  );
  if (decision.act === "leave") return leave(course, decision, at);
  course.dueSince ??= at;
  course.booked ??= book(course.ahead, at);
  if (course.booked > at && decision.reason !== "operator") {
    const reason = "other rollouts begin first: the account's request quotas are shared by all fleets";
    note(course, { by: "start-rate", reason, from: at, to: course.booked });
    return course.booked;
  }
  return begin(course, decision, at);
}

const mayNeedApproval = ({ state: { approvals, findings } }: FleetAhead): boolean =>
  approvals.settings !== null || findings.some(({ mode }) => mode === "approve");

/** Whoever decides asks for a person's yes first (keep-approvals), so that its deadline is known. */
function askForApproval(course: Course, at: number): void {
  const state = stateAt(course.ahead, at);
  const { approvals } = state;
  const subjects = wantedApprovals(state, at).filter((each) => askOf(each, state) === undefined);
  if (subjects.length === 0) return;
  const asks = [...approvals.asks, ...subjects.map((each) => newAsk(each, approvals.settings, at))];
  course.ahead = { ...course.ahead, state: { ...course.ahead.state, approvals: { ...approvals, asks } } };
}

function leave(course: Course, decision: Leave, at: number): number | null {
  const { because: by, reason, nextAt } = decision;
  course.booked = null;
  course.last = { at, leave: decision };
  if (IDLE.includes(by)) {
    course.dueSince = null;
    course.waits = [];
  } else {
    course.dueSince ??= at;
    note(course, { by, reason, from: at, to: nextAt });
  }
  return nextAt;
}

/** What goes on for the same cause is one wait. */
function note(course: Course, wait: Wait): void {
  const before = course.waits.at(-1);
  if (before?.by === wait.by) course.waits[course.waits.length - 1] = { ...wait, from: before.from };
  else course.waits = [...closed(course.waits, wait.from), wait];
}

const closed = (waits: readonly Wait[], at: number): Wait[] =>
  waits.map((each, index) => (index === waits.length - 1 ? { ...each, to: at } : each));

function begin(course: Course, start: Start, at: number): number {
  const { ahead } = course;
  const { target, reason, due } = start;
  const waits = beforeTraffic(ahead, start, at);
  const tookMs = Math.max(1, ahead.length.seconds) * 1000;
  const toReady = Math.min(tookMs, (ahead.toTraffic ?? 0) * 1000);
  const { over, endsAt, isRefused } = endOf(waits, { from: at + toReady, rest: tookMs - toReady });
  const isOfAge = due.every((each) => each.reason === "age");
  course.runs.push({
    at,
    endsAt,
    reason,
    isAsked: due.some((each) => each.reason === "operator"),
    due: due.slice(0, MOST_WORDS).map(({ what }) => what),
    dueCount: due.length,
    imageFrom: ahead.state.live?.image ?? null,
    imageTo: target.image,
    dueSince: course.dueSince ?? at,
    waits: closed(course.waits, at),
    yesWait: waits.yes,
    shiftWait: waits.window,
    dueBetween: isOfAge ? (ahead.due[0]?.between ?? null) : null,
  });
  const run = `planned since ${formatInstant(at)}`;
  const begun = { run, target, template: ahead.state.template, reason, beganAt: at };
  course.running = { ...begun, endsAt: over, tookMs, isRefused };
  course.booked = null;
  course.dueSince = null;
  course.waits = [];
  return over;
}

function endRun(course: Course, running: Running): void {
  const after = running.isRefused ? afterRefused : afterRun;
  course.ahead = after(course.ahead, { ...running, endedAt: running.endsAt });
  course.running = null;
}
