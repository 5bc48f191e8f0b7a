import { Cron } from "croner";
import type { ScheduledAction } from "./scheduled-action.ts";

/** A time at which an action is to run. */
interface DueAction {
  readonly action: ScheduledAction;
  readonly at: number;
}

/**
 * What falls due after one instant and until another, the first first. Of an action that falls due several times, in a freeze
 * say, the last counts. An expression that cannot be read is passed over; Auto Scaling would not have taken it.
 */
export function dueActions(actions: readonly ScheduledAction[], after: number, until: number): DueAction[] {
  return actions
    .flatMap((action) => {
      const at = lastTime(action, Math.min(until, action.endAt ?? until));
      return at !== null && at > after ? { action, at } : [];
    })
    .sort((a, b) => a.at - b.at);
}

/** Whether it will never run again. */
export const isOver = (action: ScheduledAction, now: number): boolean =>
  (action.recurrence === null && (action.startAt ?? 0) <= now) ||
  (action.endAt !== null && action.endAt <= now);

/** The last time at which an action is to run until an instant; null: none. */
function lastTime(action: ScheduledAction, until: number): number | null {
  const start = action.startAt ?? -Infinity;
  if (start > until) return null;
  const recurred = action.recurrence === null ? null : lastRecurrence(action, until);
  // It runs at its start whatever it recurs at (ASG/ec2-auto-scaling-scheduled-scaling.html).
  if (recurred !== null && recurred > start) return recurred;
  return action.startAt;
}

function lastRecurrence({ recurrence, timeZone }: ScheduledAction, until: number): number | null {
  try {
    const cron = new Cron(recurrence ?? "", { timezone: timeZone ?? "UTC", mode: "5-part", paused: true });
    return cron.previousRuns(1, new Date(until + 1))[0]?.getTime() ?? null;
  } catch {
    return null;
  }
}

/** When one of the actions is due next, after an instant; null: never again, as far as can be read. */
export function nextDueAt(actions: readonly ScheduledAction[], after: number): number | null {
  const instants = actions.flatMap((action) => {
    const recurs = action.recurrence === null ? null : nextRecurrence(action, after);
    const known = [action.startAt, recurs].filter(
      (at) => at !== null && at > after && at <= (action.endAt ?? at),
    );
    return known.filter((at) => at !== null);
  });
  return instants.length === 0 ? null : Math.min(...instants);
}

function nextRecurrence({ recurrence, timeZone }: ScheduledAction, after: number): number | null {
  try {
    const cron = new Cron(recurrence ?? "", { timezone: timeZone ?? "UTC", mode: "5-part", paused: true });
    return cron.nextRun(new Date(after))?.getTime() ?? null;
  } catch {
    return null;
  }
}
