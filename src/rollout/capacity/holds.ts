import {
  describeGroups,
  type Group,
  resizeGroup,
  resumeProcesses,
  suspendProcesses,
} from "../../aws/auto-scaling/auto-scaling.ts";
import type { Hold } from "../../domain/run/rollout.ts";
import { AccessDenied } from "../../errors/errors.ts";
import type { Work } from "../../step/work.ts";

/** Writes a temporary change down with its undo, then makes it. One hold of a kind and group; again is no second one. */
export async function takeHold(hold: Hold, work: Work<"autoScaling">): Promise<void> {
  const known = work
    .rollout()
    .holds.some(
      ({ group, kind, heldAt }) => group === hold.group && kind === hold.kind && heldAt === hold.heldAt,
    );
  if (!known) await writeHold(hold, work);
  const { autoScaling } = work.context.aws;
  if (hold.kind === "minimum" && hold.heldAt !== null) {
    work.context.because(`hold ${hold.group} at ${hold.heldAt} servers while traffic moves`, {
      was: hold.was,
    });
    await resizeGroup(autoScaling, hold.group, { min: hold.heldAt });
  }
  if (hold.kind === "suspended-processes") {
    work.context.because(`nothing may resize ${hold.group} while traffic moves`, {
      processes: hold.processes,
    });
    await suspendProcesses(autoScaling, hold.group, hold.processes);
  }
}

/** The hold on a group's minimum, if there is one. */
export const minimumHold = (name: string, work: Work<never>): Hold | undefined =>
  work.rollout().holds.find(({ group, kind }) => group === name && kind === "minimum");

/** Only writes it down: for a group that is made with the hold in place. A higher hold keeps the first undo. */
export async function writeHold(hold: Hold, work: Work<never>): Promise<void> {
  const { holds } = work.rollout();
  const first = holds.find(({ group, kind }) => group === hold.group && kind === hold.kind);
  const others = holds.filter((each) => each !== first);
  await work.note("hold", `hold ${hold.kind} of ${hold.group}`, {
    subject: hold.group,
    evidence: { ...hold },
  });
  await work.update({ holds: [...others, { ...hold, was: first?.was ?? hold.was }] });
}

/**
 * Green is to be given back the minimum that blue has now: when green was launched, a read may have lagged behind the
 * end of the rollout before, or somebody has changed it since. A group that is being deleted has a minimum of 0, which
 * nobody chose.
 */
export async function followMinimum(blue: Group, green: string, work: Work<never>): Promise<void> {
  if (blue.deleting) return;
  const hold = minimumHold(green, work);
  const minimum = minimumHold(blue.name, work)?.was ?? blue.minSize;
  if (hold === undefined || hold.was === minimum) return;
  const next = { ...hold, was: minimum };
  await work.note("hold", `${green} gets blue's minimum of ${minimum} in the end`, {
    subject: green,
    evidence: { ...next },
  });
  await work.update({ holds: work.rollout().holds.map((each) => (each === hold ? next : each)) });
}

/** Undoes the holds on a group, if they still are as they were made, and forgets them. */
export async function releaseHolds(
  group: string,
  currentMinimum: number | undefined,
  work: Work<"autoScaling">,
): Promise<void> {
  const { autoScaling } = work.context.aws;
  for (const hold of work.rollout().holds.filter((each) => each.group === group)) {
    work.context.because(`traffic rests: give ${group} back what was held`, { hold });
    // Read as it was before, it was never held, or the read lags. Any other minimum somebody else has set: it is theirs.
    const isOurs = currentMinimum === hold.heldAt || currentMinimum === hold.was;
    if (hold.kind === "minimum" && hold.was !== null && isOurs && hold.was !== hold.heldAt) {
      await resizeGroup(autoScaling, group, { min: hold.was });
    }
    if (hold.kind === "suspended-processes" && currentMinimum !== undefined) {
      await resume(hold, work);
    }
  }
  await work.update({ holds: work.rollout().holds.filter((each) => each.group !== group) });
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
