import { formatInstant } from "../format-instant.ts";
import { mostUrgent, type Reason } from "../run/cause.ts";
import { type DueTarget, dueTargets, wantedTarget } from "./due-targets.ts";
import type { Due, FleetState, OpenRun, WantedTarget } from "./fleet-state.ts";
import { holdOrWaitOn } from "./held.ts";
import type { Hold } from "./hold.ts";
import type { DueServer } from "../recycle/due-servers.ts";
import { recycling } from "../recycle/recycling.ts";
import { needsPersonReason } from "./needs-person.ts";
import { pinInForce } from "./wanted.ts";

/** A run is to begin. */
export interface Start {
  readonly act: "start";
  readonly target: WantedTarget;
  /** The most urgent of what it serves. */
  readonly reason: Reason;
  readonly due: readonly Due[];
  /** The live generation that it replaces; null: it makes the first. */
  readonly replaces: number | null;
  readonly attempt: number;
  /** Servers of the live generation that are replaced in place, the most urgent first; not there: a rollout replaces all of them. */
  readonly servers?: readonly DueServer[];
}

/** Nothing is to begin now. */
export interface Leave {
  readonly act: "leave";
  readonly because: Hold["by"] | "frozen" | "running" | "unnamed" | "nothing-due" | "left-out";
  readonly reason: string;
  /**
   * When the answer may be another one though nobody changes anything, milliseconds since 1970: a wait is over, or the
   * open run has to be. Null: only a change does it.
   */
  readonly nextAt: number | null;
}

export type Decision = Start | Leave;

/**
 * What is to be done about a fleet now: begin one run, or nothing, with the reason. It looks at nothing but the state
 * and the time, so that whoever asks, and in whatever order the changes came, gets the same answer (docs/design.md,
 * "What is decided").
 */
export function decide(state: FleetState, now: number): Decision {
  const { freeze, open, live, attempts } = state;
  if (freeze !== null && now < (freeze.until ?? Infinity))
    return leave("frozen", `frozen: ${freeze.reason}`, freeze.until);
  if (open !== null) return leave("running", inTheWay(open), now < open.deadlineAt ? open.deadlineAt : null);
  const targets = dueTargets(state, now);
  const [first] = targets;
  if (first === undefined) return nothingDue(state, now);
  const free = targets.find((each) => holdOrWaitOn(each, state, now) === null);
  if (free === undefined) {
    const hold = holdOrWaitOn(first, state, now) as Hold;
    return leave(hold.by, hold.reason, nextChange(targets, state, now));
  }
  const { target, due } = free;
  const reason = mostUrgent(due.map((each) => each.reason));
  const start: Start = {
    act: "start",
    target,
    reason,
    due,
    replaces: live?.number ?? null,
    attempt: attempts.number,
  };
  const some = recycling(free, state, now);
  if (some === null) return start;
  if (some.servers === null)
    return leave("left-out", some.reason, earliest(some.nextAt, nextChange(targets, state, now)));
  return { ...start, servers: some.servers };
}

const earliest = (one: number, other: number | null): number => (other === null ? one : Math.min(one, other));

/** Who is in the way of the next run, and until when. */
export function inTheWay({ id, kind = "rollout", target, phase, deadlineAt, isEnding }: OpenRun): string {
  const does = isEnding
    ? "rolls back"
    : kind === "recycle"
      ? "replaces servers in place"
      : `goes to ${target.image}`;
  return `${kind} ${id} ${does}, now in ${phase}, and has to be over by ${formatInstant(deadlineAt)}: the fleet is decided about again at its end`;
}

function nothingDue(state: FleetState, now: number): Leave {
  const { live, source, fleet, needsPerson } = state;
  const nextAt = nextChange([], state, now);
  if (needsPerson !== null) return leave("needs-person", needsPersonReason(fleet, needsPerson), nextAt);
  if (wantedTarget(state, now) === null || live === null)
    return leave(
      "unnamed",
      `no image is known from ${source}: the next sweep reads it; publish one, or pass --image`,
      nextAt,
    );
  const { image, templateVersion } = live;
  const reason = `every server runs ${image} from template version ${templateVersion} already; --force replaces them all the same`;
  return leave("nothing-due", reason, nextAt);
}

/** The first instant at which time alone changes what is due, or what holds it; null: it never does. */
function nextChange(targets: readonly DueTarget[], state: FleetState, now: number): number | null {
  const { findings, wanted, source, ageDueAt, brakes } = state;
  const instants = [
    pinInForce(wanted, source, now)?.until ?? null,
    ageDueAt,
    brakes.hardAgeAt,
    ...findings.map(({ mode, dueAt }) => (mode === "report" ? null : dueAt)),
    ...targets.map((each) => holdOrWaitOn(each, state, now)?.nextAt ?? null),
  ].flatMap((at) => (at !== null && now < at ? at : []));
  return instants.length === 0 ? null : Math.min(...instants);
}

const leave = (because: Leave["because"], reason: string, nextAt: number | null): Leave => ({
  act: "leave",
  because,
  reason,
  nextAt,
});
