import type { Brakes } from "../brakes/brakes.ts";
import { calendarNow } from "../brakes/calendar.ts";
import { slotsUsedUp } from "../brakes/slots.ts";
import { usedUp } from "../brakes/budget.ts";
import { formatDuration } from "../duration.ts";
import { formatInstant } from "../format-instant.ts";
import { mostUrgent, type Reason } from "../run/cause.ts";
import { openingFrom, type Windows } from "../brakes/opening.ts";
import type { DueTarget } from "./due-targets.ts";
import type { FleetState } from "./fleet-state.ts";
import type { Hold } from "./hold.ts";

/** Until when nothing of this is begun, and why; null: it may be now. What a person asks for waits for a slot of the account alone. */
export function brakeOn(due: DueTarget, state: FleetState, now: number): Hold | null {
  const asked = due.due.map((each) => each.reason);
  const full = slotsHold(state);
  // Also beside what is more urgent.
  if (asked.includes("operator")) return full;
  const reason = mostUrgent(asked);
  const isHard = isTooOld(due, state, now);
  const closed = windowHold(state.brakes, isHard, now);
  const braked = closed ?? (isHard ? null : budgetHold(state.brakes, reason, now));
  return braked === null ? full : { ...braked, reason: `${braked.reason}; ${wayOut(state)}` };
}

/**
 * What the windows and the calendar hold of a run whose green is ready for its first traffic; null: it may have it. It need not end in
 * the window. `isHard`: what it replaces is too old to wait for an allowed one.
 */
export function shiftHold(brakes: Brakes, isHard: boolean, now: number): Hold | null {
  const hold = windowHold({ ...brakes, length: { ms: 0, by: "declaration" } }, isHard, now);
  return hold && { ...hold, reason: `green's first traffic waits (windows.gates: shift): ${hold.reason}` };
}

const wayOut = ({ fleet }: FleetState): string => `moult rollout start ${fleet} --force does not wait for it`;

/** What the account may carry at once is nobody's to exceed: a person, and what is too old, wait for a slot as well. */
function slotsHold({ brakes: { slots }, fleet }: FleetState): Hold | null {
  const reason = slots && slotsUsedUp(slots, fleet);
  return reason === null ? null : { by: "slots", reason, nextAt: null };
}

/** Servers that are older than they may ever be are replaced without waiting, by what they run: another image is not due for that. */
function isTooOld({ target, due }: DueTarget, { live, brakes }: FleetState, now: number): boolean {
  const { hardAgeAt } = brakes;
  const isSame = live?.image === target.image && live.templateVersion === target.templateVersion;
  return isSame && hardAgeAt !== null && now >= hardAgeAt && due.some(({ reason }) => reason === "age");
}

function windowHold(brakes: Brakes, isHard: boolean, now: number): Hold | null {
  const { windows, length } = brakes;
  if (windows === null) return null;
  // What is denied is denied to all.
  const asked = isHard ? { ...windows, allow: [] } : windows;
  const open = openingFrom(asked, now, length.ms);
  if (open?.from === now) return calendarHold(brakes, asked, now);
  if (open === null) return { by: "window", reason: neverOpens(asked, took(length), now), nextAt: null };
  const isShort = openingFrom(asked, now)?.from === now;
  const why = isShort ? `the window that is open does not last for the ${took(length)}; ` : "";
  const opens = `${why}the next window to begin in opens at ${formatInstant(open.from)}`;
  return { by: "window", reason: opens, nextAt: open.from };
}

/** A calendar says no to all, as what is denied does. */
function calendarHold({ calendar, length }: Brakes, windows: Windows, now: number): Hold | null {
  if (calendar === null) return null;
  const found = calendarNow(calendar, now);
  if (!found.isOpen) {
    const { isUnread, reason, opensAt } = found;
    const nextAt = opensAt === null ? null : (openingFrom(windows, opensAt, length.ms)?.from ?? null);
    return { by: isUnread ? "calendar" : "window", reason, nextAt };
  }
  const { until } = found;
  if (until === null || now + length.ms <= until) return null;
  const reason = `change calendar ${calendar.name} closes at ${formatInstant(until)}, before the ${took(length)}`;
  return { by: "window", reason, nextAt: until };
}

const took = ({ ms, by }: Brakes["length"]): string =>
  `${formatDuration(Math.ceil(ms / 1000))} that ${LENGTHS[by]}`;

const LENGTHS: Readonly<Record<Brakes["length"]["by"], string>> = {
  "last-run": "the last run took",
  declaration: "its pauses, its bake and its warm time take",
};

function neverOpens(windows: Windows, asked: string, now: number): string {
  const isTooShort = openingFrom(windows, now) !== null;
  const why = isTooShort
    ? `no window lasts for the ${asked}: declare a longer one, or windows.fits: false`
    : "no window to begin in opens within the next 400 days: declare another one";
  return why;
}

function budgetHold({ budget, begun }: Brakes, reason: Reason, now: number): Hold | null {
  const used = budget && usedUp(budget, begun, { reason, now });
  if (!used) return null;
  const next = `${used.said}: the next one may begin at ${formatInstant(used.until)}`;
  return { by: "budget", reason: next, nextAt: used.until };
}
