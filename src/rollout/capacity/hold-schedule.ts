import { describeGroups, type Group } from "../../aws/auto-scaling/auto-scaling.ts";
import { scheduledActions } from "../../aws/auto-scaling/extras.ts";
import { undefinedIfNotFound } from "../../aws/undefined-if-not-found.ts";
import { actionOf } from "../../domain/schedule/known-actions.ts";
import { AccessDenied } from "../../errors/errors.ts";
import { recordNotFollowed } from "../following/not-followed.ts";
import type { Work } from "../work.ts";
import { takeHold } from "./holds.ts";

/** Auto Scaling runs an action within seconds, and up to so much later (ASG/ec2-auto-scaling-scheduled-scaling.html). */
const DELAY_MS = 120_000;
/** So often it is looked whether somebody has added a scheduled action. */
export const READ_EVERY_MS = 600_000;

type Found = readonly Parameters<typeof actionOf>[0][];

/**
 * Takes blue's scheduled actions down before they are suspended: one that runs once and falls due meanwhile is gone then. What fell
 * due right before that Auto Scaling may not have run yet.
 */
export async function keepSchedule(found: Found, work: Work<never>): Promise<void> {
  const { schedule } = work.run();
  if (schedule !== null && schedule.actions.length > 0) return;
  const now = work.now();
  await work.update({
    schedule: { actions: found.map(actionOf), readAt: now, doneUntil: now - DELAY_MS, later: null },
  });
}

/** A schedule sets minimum and desired size past any hold of ours: neither group's runs until traffic rests. */
export async function holdSchedule(
  found: Found,
  groups: readonly string[],
  work: Work<"autoScaling">,
): Promise<void> {
  await keepSchedule(found, work);
  for (const group of groups) {
    const hold = { kind: "suspended-processes", originalMin: null, heldMin: null } as const;
    await takeHold({ ...hold, group, processes: ["ScheduledActions"] }, work);
  }
}

/** Whether moult has blue's schedule suspended. Where it has not, Auto Scaling follows it. */
export function isScheduleHeld({ run, blue }: Pick<Work<never>, "run" | "blue">): boolean {
  return run().holds.some(
    ({ group, processes }) => group === blue?.group && processes.includes("ScheduledActions"),
  );
}

/**
 * Somebody may have given blue a schedule since green was launched, or let one run that was suspended: it is held from then on as one
 * that blue had before. Costs a call in ten minutes while blue has none; one that may not be suspended is tried as seldom.
 */
export async function holdAddedSchedule(work: Work<"autoScaling">): Promise<void> {
  const { schedule } = work.run();
  const { blue, green } = work;
  if (schedule === null || !blue || !green || !mayHold(work)) return;
  const isBegun = schedule.actions.length > 0;
  if (!isBegun && work.now() - schedule.readAt <= READ_EVERY_MS) return;
  const { autoScaling } = work.context.aws;
  const found = (await undefinedIfNotFound(scheduledActions(autoScaling, blue.group))) ?? [];
  const groups = found.length === 0 ? undefined : await describeGroups(autoScaling, [blue.group]);
  const group = groups?.get(blue.group);
  if (group === undefined || !(await holdFound(found, group, work)))
    await work.update({ schedule: { ...schedule, actions: [], readAt: work.now() } });
}

/** The same where blue has just been read. Answers whether it is held now; one that blue itself suspends is not. */
export async function holdFound(found: Found, blue: Group, work: Work<"autoScaling">): Promise<boolean> {
  const { green } = work;
  const isIdle = found.length === 0 || blue.deleting || blue.suspendedProcesses.includes("ScheduledActions");
  if (isIdle || green === undefined || !mayHold(work)) return false;
  try {
    await holdSchedule(found, [green.group, blue.name], work);
  } catch (error) {
    if (!(error instanceof AccessDenied)) throw error;
    await recordNotFollowed(
      `${blue.name} was given a schedule, which cannot be suspended: ${error.message}`,
      work,
    );
  }
  return isScheduleHeld(work);
}

/** On the way back no schedule is taken from anybody any more. */
const mayHold = (work: Work<never>): boolean => work.run().failure === null && !isScheduleHeld(work);
