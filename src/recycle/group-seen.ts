import type { Group } from "../aws/auto-scaling/auto-scaling.ts";
import { batchSeen } from "../domain/recycle/batch-seen.ts";
import { type GivenSizes, givenSizes, lacksSubstitutes, withFewer } from "../domain/recycle/given-sizes.ts";
import { dueActions } from "../domain/schedule/due-actions.ts";
import type { StepAnswer } from "../domain/run/step-answer.ts";
import { fail } from "../step/answers.ts";
import { READ_LAG_MS } from "../step/read-lag.ts";
import { batchOf, type RecycleWork, writeBatch } from "./recycle-step.ts";

type Work = RecycleWork<never>;

/** Takes in what the group shows: what has become of the batch's servers, and sizes that somebody has given it meanwhile. */
export async function seeGroup(group: Group, work: Work): Promise<void> {
  await writeBatch(batchSeen(batchOf(work), group.instances, work.now() - READ_LAG_MS), work);
  const { size } = work.run().holds;
  const { schedule, begunAt } = batchOf(work);
  // What the schedule asks for is given in the end (schedule.ts).
  if (size === null || dueActions(schedule, begunAt, work.now()).length > 0) return;
  // Those of the batch before say nothing of this one.
  const isUnseen = size.setAt < begunAt || work.now() - size.setAt < READ_LAG_MS;
  const given = givenSizes(batchOf(work), { size, isUnseen }, group);
  if (given.min === undefined && given.max === undefined && given.fewer === 0) return;
  await work.note("decision", `${saidOf(given, group)}: that is what it has in the end`, {
    action: "follow-sizes",
    subject: group.name,
    evidence: { ...given },
  });
  // A maximum is held as it was given: moult's own, set again, would take away the servers that it made room for.
  const { min = size.originalMin, max } = given;
  const theirs = { originalMin: min, ...(max !== undefined && { originalMax: max, heldMax: max }) };
  await work.update({
    holds: { ...work.run().holds, size: { ...size, ...theirs } },
    batch: withFewer(batchOf(work), given.fewer),
  });
}

function saidOf({ min, max, fewer }: GivenSizes, { name, desired }: Group): string {
  const sizes = [
    ...(min === undefined ? [] : [`a minimum of ${min}`]),
    ...(max === undefined ? [] : [`a maximum of ${max}`]),
    ...(fewer === 0 ? [] : [`${desired} servers`]),
  ];
  return `somebody has given ${name} ${sizes.join(" and ")}`;
}

/** Why a batch goes back whose group somebody has made smaller; null: it has a substitute for each of its servers, or is to have. */
export const resizedFailure = (group: Group, work: Work): StepAnswer | null =>
  lacksSubstitutes(batchOf(work))
    ? fail(`somebody made ${group.name} smaller while substitutes were launched: it is begun anew`, "Resized")
    : null;
