import {
  describeGroups,
  type Group,
  resizeGroup,
  resumeProcesses,
  suspendProcesses,
} from "../../aws/auto-scaling/auto-scaling.ts";
import type { Hold } from "../../domain/run/rollout.ts";
import { AccessDenied } from "../../errors/errors.ts";
import { READ_LAG_MS } from "../../step/read-lag.ts";
import type { Work } from "../work.ts";
import { settleSchedule } from "./settle-schedule.ts";

/** Writes a temporary change down with its undo, then makes it. One hold of a kind and group; again is no second one. */
export async function takeHold(hold: Hold, work: Work<"autoScaling">): Promise<void> {
  const known = work
    .run()
    .holds.some(
      ({ group, kind, heldMin }) => group === hold.group && kind === hold.kind && heldMin === hold.heldMin,
    );
  if (!known) await writeHold(hold, work);
  const { autoScaling } = work.context.aws;
  if (hold.kind === "minimum" && hold.heldMin !== null) {
    const { group, heldMin: min, originalMin } = hold;
    const reason = `hold ${group} at ${min} servers while traffic moves`;
    await work.context.withReason(reason, { originalMin }, () => resizeGroup(autoScaling, group, { min }));
  }
  if (hold.kind === "suspended-processes") {
    const { group, processes } = hold;
    await work.context.withReason(`nothing may resize ${group} while traffic moves`, { processes }, () =>
      suspendProcesses(autoScaling, group, processes),
    );
  }
}

/** The hold on a group's minimum, if there is one. */
export const minimumHold = (name: string, work: Work<never>): Hold | undefined =>
  work.run().holds.find(({ group, kind }) => group === name && kind === "minimum");

/** Only writes it down: for a group that is made with the hold in place. A higher hold keeps the first undo. */
export async function writeHold(hold: Hold, work: Work<never>): Promise<void> {
  const { holds } = work.run();
  const first = holds.find(({ group, kind }) => group === hold.group && kind === hold.kind);
  const others = holds.filter((each) => each !== first);
  await work.note("hold", `hold ${hold.kind} of ${hold.group}`, {
    subject: hold.group,
    evidence: { ...hold },
  });
  await work.update({ holds: [...others, { ...hold, originalMin: first?.originalMin ?? hold.originalMin }] });
}

/** Writes a hold on a minimum down whose undo is another by now: a scheduled action has fallen due. */
export async function rewriteMinimum(
  { group, originalMin, heldMin }: Pick<Hold, "group" | "originalMin" | "heldMin">,
  work: Work<never>,
): Promise<void> {
  const next: Hold = { group, kind: "minimum", originalMin, heldMin, processes: [] };
  const others = work.run().holds.filter((hold) => hold.group !== group || hold.kind !== "minimum");
  await work.note("hold", `hold minimum of ${group}`, { subject: group, evidence: { ...next } });
  await work.update({ holds: [...others, next] });
}

/**
 * Green is to be given back the minimum that blue has now: when green was launched, a read may have lagged behind the
 * end of the rollout before, or somebody has changed it since. A group that is being deleted has a minimum of 0, which
 * nobody chose.
 */
export async function followMinimum(blue: Group, green: string, work: Work<never>): Promise<void> {
  if (blue.deleting) return;
  const hold = minimumHold(green, work);
  const minimum = minimumHold(blue.name, work)?.originalMin ?? blue.minSize;
  if (hold === undefined || hold.originalMin === minimum) return;
  const next = { ...hold, originalMin: minimum };
  await work.note("hold", `${green} gets blue's minimum of ${minimum} in the end`, {
    subject: green,
    evidence: { ...next },
  });
  await work.update({ holds: work.run().holds.map((each) => (each === hold ? next : each)) });
}

/**
 * Undoes the holds on a group, if they still are as they were made, and forgets them. `found`: undefined where the group is
 * not seen.
 */
export async function releaseHolds(
  group: string,
  found: Group | undefined,
  work: Work<"autoScaling">,
): Promise<void> {
  const held = work.run().holds.filter((each) => each.group === group);
  // Its schedule runs again before what fell due is settled: so no action falls between the two.
  for (const hold of held.toSorted((a, b) => (a.kind < b.kind ? 1 : -1))) {
    if (found !== undefined && isGivenBack(hold, found, work)) continue;
    const reason = `traffic rests: give ${group} back what was held`;
    await work.context.withReason(reason, { hold }, () => giveBack(hold, found?.minSize, work));
  }
  // Without that hold Auto Scaling follows the schedule: a run that a person settles had let it go before.
  const isLetGo = held.some(({ processes }) => processes.includes("ScheduledActions"));
  if (found !== undefined && isLetGo) await settleSchedule(found, work);
  await work.update({ holds: work.run().holds.filter((each) => each.group !== group) });
}

/**
 * A call whose answer was lost may have been carried out: asked for again and again, a hold that is no more would be one for ever. On
 * the way back no schedule and no smaller minimum is held any more, and what is raised there makes the group as large at once.
 */
function isGivenBack(
  { kind, processes, originalMin, heldMin }: Hold,
  found: Group,
  work: Work<never>,
): boolean {
  if (work.run().failure === null || work.inPhase() * 1000 <= READ_LAG_MS) return false;
  return kind === "minimum"
    ? found.minSize === originalMin && found.desired >= (heldMin ?? 0)
    : !processes.some((each) => found.suspendedProcesses.includes(each));
}

/** A scheduled action may have changed the hold so lately that no read has to show it. */
function isUnseen(minimum: number | undefined, work: Work<never>): boolean {
  const { schedule } = work.run();
  const wasChanged = schedule !== null && schedule.later !== null;
  return minimum !== undefined && wasChanged && work.now() - schedule.readAt < READ_LAG_MS;
}

async function giveBack(
  hold: Hold,
  currentMinimum: number | undefined,
  work: Work<"autoScaling">,
): Promise<void> {
  const { group, kind, originalMin, heldMin } = hold;
  // Read as it was before, it was never held, or the read lags. Any other minimum somebody else has set: it is theirs.
  const isOwn =
    currentMinimum === heldMin || currentMinimum === originalMin || isUnseen(currentMinimum, work);
  if (kind === "minimum" && originalMin !== null && isOwn && originalMin !== heldMin)
    await resizeGroup(work.context.aws.autoScaling, group, { min: originalMin });
  if (kind === "suspended-processes" && currentMinimum !== undefined) await resume(hold, work);
}

/**
 * A hold is written down before it is made. Where moult may not change the group, because it does not carry the
 * fleet's tag, suspending was refused as resuming is: if nothing is suspended, nothing is to be given back.
 */
async function resume({ group, processes }: Hold, work: Work<"autoScaling">): Promise<void> {
  const { autoScaling } = work.context.aws;
  try {
    await resumeProcesses(autoScaling, group, processes);
  } catch (error) {
    if (!(error instanceof AccessDenied)) throw error;
    const found = (await describeGroups(autoScaling, [group])).get(group);
    if (found?.suspendedProcesses.some((each) => processes.includes(each))) throw error;
  }
}
