import { type Group, resizeGroup } from "../../aws/auto-scaling/auto-scaling.ts";
import { dueActions } from "../../domain/schedule/due-actions.ts";
import { asScheduled, restedSizes, sizesAfter } from "../../domain/schedule/scheduled-sizes.ts";
import { AccessDenied, Rejected } from "../../errors/errors.ts";
import type { Work } from "../work.ts";

/**
 * Traffic rests, and the group's schedule runs again: it gets what actions asked for that fell due meanwhile and had to
 * wait. What fell due since they were looked at last may or may not have been run by Auto Scaling: done twice it is the same.
 */
export async function settleSchedule(group: Group, work: Work<"autoScaling">): Promise<void> {
  const { schedule, green, size } = work.run();
  if (schedule === null) return;
  const change = lastMinute(group, work) ?? restedSizes(schedule, sizesOf(group));
  if (change === null) return;
  const reason = `traffic rests: ${group.name} gets what its schedule has asked for meanwhile`;
  try {
    await work.context.withReason(reason, { schedule: schedule.later, sizes: sizesOf(group) }, () =>
      resizeGroup(work.context.aws.autoScaling, group.name, change),
    );
  } catch (error) {
    if (!(error instanceof Rejected || error instanceof AccessDenied)) throw error;
    const evidence = { change, error: error.message };
    await work.note("evidence", `${reason}, and could not`, { action: "scheduled-action", evidence });
    return;
  }
  // Fewer servers are what green is to have from here on.
  const isGreen = work.green?.number === green && work.green.group === group.name;
  if (isGreen && change.desired !== undefined) await work.update({ size: Math.min(size, change.desired) });
}

export const sizesOf = ({ minSize: min, maxSize: max, desired }: Group) => ({ min, max, desired });

/**
 * Auto Scaling's clock may be ahead of ours: what is due by its, and not yet by ours, it has passed over while it was suspended, and
 * does not make up for. What it will run in a moment by both is the same twice.
 */
const CLOCKS_APART_MS = 10_000;

/** The sizes by what has fallen due since it was looked at last; null: nothing has. */
function lastMinute(group: Group, work: Work<never>) {
  const { schedule, holds } = work.run();
  const due =
    schedule === null ? [] : dueActions(schedule.actions, schedule.doneUntil, work.now() + CLOCKS_APART_MS);
  if (schedule === null || due.length === 0) return null;
  const held = holds.find((hold) => hold.group === group.name && hold.kind === "minimum");
  const before = asScheduled(sizesOf(group), schedule.later);
  return due.reduce((sizes, { action }) => sizesAfter(action, sizes) ?? sizes, {
    ...before,
    min: held?.originalMin ?? before.min,
  });
}
