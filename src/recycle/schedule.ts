import { type Group, resizeGroup } from "../aws/auto-scaling/auto-scaling.ts";
import { scheduledActions } from "../aws/auto-scaling/extras.ts";
import { dueActions } from "../domain/schedule/due-actions.ts";
import { actionOf } from "../domain/schedule/known-actions.ts";
import type { ScheduledAction } from "../domain/schedule/scheduled-action.ts";
import { type Sizes, sizesAfter } from "../domain/schedule/scheduled-sizes.ts";
import { batchOf, type RecycleWork } from "./recycle-step.ts";

type Work = RecycleWork<"autoScaling">;

/** The scheduled actions of the group; none where somebody has them suspended. One that runs once is described no more afterwards. */
export async function readSchedule(
  { name, suspendedProcesses }: Group,
  { context }: Work,
): Promise<ScheduledAction[]> {
  if (suspendedProcesses.includes("ScheduledActions")) return [];
  return (await scheduledActions(context.aws.autoScaling, name)).map(actionOf);
}

/**
 * Gives the group the sizes that its schedule has asked for while a batch was replaced. AWS has set them then: with the substitutes
 * counted in, so that the old servers have left too few, or not at all, where the held minimum was above them (aws-facts 8.4).
 */
export async function applySchedule(group: Group, work: Work): Promise<void> {
  const { schedule, begunAt } = batchOf(work);
  const due = dueActions(schedule, begunAt, work.now());
  if (due.length === 0) return;
  const { size } = work.run().holds;
  const before: Sizes = {
    min: size?.originalMin ?? group.minSize,
    max: size?.originalMax ?? group.maxSize,
    desired: group.desired,
  };
  const wanted = due.reduce((sizes, { action }) => sizesAfter(action, sizes) ?? sizes, before);
  const { min, max } = wanted;
  const names = due.map(({ action }) => action.name).join(", ");
  const reason = `${names} fell due while servers were replaced: ${group.name} is to have ${wanted.desired} servers`;
  await work.context.withReason(reason, { ...wanted }, () =>
    resizeGroup(work.context.aws.autoScaling, group.name, wanted),
  );
  const held = { originalMin: min, originalMax: max, heldMin: min, heldMax: max, setAt: work.now() };
  await work.update({
    holds: { ...work.run().holds, size: held },
    batch: { ...batchOf(work), schedule: [] },
  });
}
