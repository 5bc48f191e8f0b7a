import type { ScheduledUpdateGroupAction } from "@aws-sdk/client-auto-scaling";
import { isOver } from "./due-actions.ts";
import type { ScheduledAction } from "./scheduled-action.ts";

/** An action as Auto Scaling describes it. `Time` is the old name of StartTime. */
export const actionOf = (described: ScheduledUpdateGroupAction): ScheduledAction => ({
  name: described.ScheduledActionName ?? "",
  startAt: (described.StartTime ?? described.Time)?.getTime() ?? null,
  endAt: described.EndTime?.getTime() ?? null,
  recurrence: described.Recurrence ?? null,
  timeZone: described.TimeZone ?? null,
  min: described.MinSize ?? null,
  max: described.MaxSize ?? null,
  desired: described.DesiredCapacity ?? null,
});

/**
 * Blue's actions as they are to be followed: as somebody has changed, added or deleted them, with those that are gone because
 * their time has passed. One that recurs is described with its next time: from when on it was known stays.
 */
export function actionsSince(
  known: readonly ScheduledAction[],
  found: readonly ScheduledAction[],
  now: number,
): ScheduledAction[] {
  const names = new Set(found.map(({ name }) => name));
  const passed = known.filter((each) => !names.has(each.name) && isOver(each, now));
  return [...found.map((each) => sinceKnown(each, known)), ...passed];
}

function sinceKnown(action: ScheduledAction, known: readonly ScheduledAction[]): ScheduledAction {
  const before = known.find(({ name }) => name === action.name);
  const isSame =
    before !== undefined &&
    before.recurrence !== null &&
    before.recurrence === action.recurrence &&
    before.timeZone === action.timeZone;
  return isSame ? { ...action, startAt: before.startAt } : action;
}
