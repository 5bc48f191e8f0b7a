import type { Brakes } from "../brakes/brakes.ts";
import { usedUp } from "../brakes/budget.ts";
import { formatDuration } from "../duration.ts";
import { formatInstant } from "../format-instant.ts";
import { mostUrgent, type Reason } from "../run/cause.ts";
import { openingFrom, type Windows } from "../brakes/opening.ts";
import type { DueTarget } from "./due-targets.ts";
import type { FleetState } from "./fleet-state.ts";
import type { Hold } from "./hold.ts";

const WAY_OUT = "moult rollout start --force does not wait for it";

/** Until when nothing of this is begun, and why; null: it may be now. What a person asks for begins at any time. */
export function brakeOn(due: DueTarget, state: FleetState, now: number): Hold | null {
  const reason = mostUrgent(due.due.map((each) => each.reason));
  if (reason === "operator") return null;
  const isHard = isTooOld(due, state, now);
  return windowHold(state.brakes, isHard, now) ?? (isHard ? null : budgetHold(state.brakes, reason, now));
}

/** Servers that are older than they may ever be are replaced without waiting, by what they run: another image is not due for that. */
function isTooOld({ target, due }: DueTarget, { live, brakes }: FleetState, now: number): boolean {
  const { hardAgeAt } = brakes;
  const isSame = live?.image === target.image && live.templateVersion === target.templateVersion;
  return isSame && hardAgeAt !== null && now >= hardAgeAt && due.some(({ reason }) => reason === "age");
}

function windowHold({ windows, lengthMs }: Brakes, isHard: boolean, now: number): Hold | null {
  if (windows === null) return null;
  // What is denied is denied to all.
  const asked = isHard ? { ...windows, allow: [] } : windows;
  const open = openingFrom(asked, now, lengthMs);
  if (open?.from === now) return null;
  const took = formatDuration(Math.ceil(lengthMs / 1000));
  if (open === null) return { by: "window", reason: neverOpens(asked, took, now), nextAt: null };
  const isShort = openingFrom(asked, now)?.from === now;
  const why = isShort ? `the window that is open does not last for the ${took} that the last run took; ` : "";
  const opens = `${why}the next window to begin in opens at ${formatInstant(open.from)}`;
  return { by: "window", reason: `${opens}; ${WAY_OUT}`, nextAt: open.from };
}

function neverOpens(windows: Windows, took: string, now: number): string {
  const isTooShort = openingFrom(windows, now) !== null;
  const why = isTooShort
    ? `no window is as long as the last run took (${took}): declare a longer one, or windows.fits: false`
    : "no window to begin in opens any more: declare another one";
  return `${why}; ${WAY_OUT}`;
}

function budgetHold({ budget, begun }: Brakes, reason: Reason, now: number): Hold | null {
  const used = budget && usedUp(budget, begun, { reason, now });
  if (!used) return null;
  const next = `${used.said}: the next one may begin at ${formatInstant(used.until)}`;
  return { by: "budget", reason: `${next}; ${WAY_OUT}`, nextAt: used.until };
}
