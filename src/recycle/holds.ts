import {
  type Group,
  resizeGroup,
  resumeProcesses,
  suspendProcesses,
} from "../aws/auto-scaling/auto-scaling.ts";
import { answerLaunchHook, deleteLaunchHook, putLaunchHook } from "../aws/auto-scaling/launch-hook.ts";
import type { RecycleRecord } from "../domain/run/recycle.ts";
import { READ_LAG_MS } from "../step/read-lag.ts";
import { batchOf, type RecycleWork } from "./recycle-step.ts";

type Work = RecycleWork<"autoScaling">;

/** What the launch hook of a recycle is called. */
const HOOK = "moult-recycle";
/** The longest heartbeat that a hook can have (aws-facts 1.3). */
export const LONGEST_HOOK_SECONDS = 7200;

async function hold(change: Partial<RecycleRecord["holds"]>, reason: string, work: Work): Promise<void> {
  const { holds, group } = work.run();
  const next = { ...holds, ...change };
  if (JSON.stringify(next) === JSON.stringify(holds)) return;
  await work.note("hold", reason, { subject: group, evidence: { ...next } });
  await work.update({ holds: next });
}

/** Suspends processes of the group that run, and keeps which: those are resumed in the end. */
export async function holdProcesses(wanted: readonly string[], group: Group, work: Work): Promise<void> {
  const running = wanted.filter((each) => !group.suspendedProcesses.includes(each));
  if (running.length === 0) return;
  const { processes } = work.run().holds;
  const reason = `${running.join(" and ")} of ${group.name}: suspended while servers are replaced`;
  await hold({ processes: [...new Set([...processes, ...running])] }, reason, work);
  await work.context.withReason(reason, null, () =>
    suspendProcesses(work.context.aws.autoScaling, group.name, running),
  );
}

/** Lets processes run again that moult suspended. */
export async function resumeHeld(which: readonly string[], group: Group, work: Work): Promise<void> {
  const { processes } = work.run().holds;
  const held = processes.filter((each) => which.includes(each));
  if (held.length === 0) return;
  const reason = `${held.join(" and ")} of ${group.name} may go on`;
  await work.context.withReason(reason, null, () =>
    resumeProcesses(work.context.aws.autoScaling, group.name, held),
  );
  const rest = processes.filter((each) => !held.includes(each));
  await work.update({ holds: { ...work.run().holds, processes: rest } });
}

/** Has substitutes wait in Pending:Wait until they are judged. One that nobody answers for serves all the same: its image does already. */
export async function holdLaunches(work: Work): Promise<void> {
  const { group } = work.run();
  const { launch, validate } = work.fleet.deadlines;
  const heartbeatSeconds = Math.min(LONGEST_HOOK_SECONDS, launch + validate + 600);
  const reason = `servers that ${group} launches wait until their gates have passed`;
  await hold({ hook: true }, reason, work);
  await work.context.withReason(reason, null, () =>
    putLaunchHook(work.context.aws.autoScaling, group, {
      name: HOOK,
      heartbeatSeconds,
      onSilence: "CONTINUE",
    }),
  );
}

/** Lets a server go on that waits for the hook. */
export async function letGoOn(id: string, reason: string, work: Work): Promise<void> {
  const { autoScaling } = work.context.aws;
  await work.context.withReason(reason, null, () =>
    answerLaunchHook(autoScaling, work.run().group, { hook: HOOK, id, result: "CONTINUE" }),
  );
  const batch = batchOf(work);
  await work.update({ batch: { ...batch, answered: [...batch.answered, id] } });
}

/** Whether a server waits for the hook, as far as can be seen: a group may have others. */
export const waitsForHook = (
  { id, lifecycleState }: Pick<Group["instances"][number], "id" | "lifecycleState">,
  work: Pick<Work, "run">,
): boolean => lifecycleState === "Pending:Wait" && !batchOf(work).answered.includes(id);

/** What the group launches beside the batch, or was launching as that began, is nobody's to judge, and waits for nothing. */
export async function letBesidesGoOn(group: Group, work: Work): Promise<void> {
  const own = new Set(batchOf(work).substitutes.map(({ id }) => id));
  for (const each of group.instances)
    if (!own.has(each.id) && waitsForHook(each, work))
      await letGoOn(each.id, `${each.id} was launched beside the recycle: it serves at once`, work);
}

/** Takes the hook away again. Who still waited for it would be ended: they are answered for before. */
export async function releaseLaunches(work: Work): Promise<void> {
  const { holds, group } = work.run();
  if (!holds.hook) return;
  await work.context.withReason("substitutes are judged: the hook goes", null, () =>
    deleteLaunchHook(work.context.aws.autoScaling, group, HOOK),
  );
  await work.update({ holds: { ...work.run().holds, hook: false } });
}

interface Sizes {
  readonly min: number;
  readonly max: number;
}

/** The sizes the group is to have meanwhile; a minimum that is raised launches at once (aws-facts 8.6). */
export async function holdSize(to: Sizes, reason: string, group: Group, work: Work): Promise<void> {
  const { size } = work.run().holds;
  const isNew = size?.heldMin !== to.min || size.heldMax !== to.max;
  if (!isNew && group.minSize === to.min && group.maxSize === to.max) return;
  const originalMin = size?.originalMin ?? group.minSize;
  const originalMax = size?.originalMax ?? group.maxSize;
  const held = { originalMin, originalMax, heldMin: to.min, heldMax: to.max, setAt: work.now() };
  await hold({ size: held }, reason, work);
  await work.context.withReason(reason, { originalMin, originalMax }, () =>
    resizeGroup(work.context.aws.autoScaling, group.name, to),
  );
}

/** Gives the group its own sizes back, as far as they still are what moult made of them: any other is somebody's. */
export async function releaseSize(group: Group, work: Work): Promise<void> {
  const { size } = work.run().holds;
  if (size === null) return;
  const { originalMin, originalMax, heldMin, heldMax, setAt } = size;
  const isUnseen = work.now() - setAt < READ_LAG_MS;
  const isOwn = (now: number, ...known: readonly number[]): boolean => isUnseen || known.includes(now);
  const back = {
    ...(isOwn(group.minSize, heldMin, originalMin) && heldMin !== originalMin && { min: originalMin }),
    // A group that was made larger meanwhile keeps the room that it uses.
    ...(isOwn(group.maxSize, heldMax, originalMax) &&
      heldMax !== originalMax && { max: Math.max(originalMax, group.desired) }),
  };
  if (Object.keys(back).length > 0)
    await work.context.withReason(`${group.name} gets its own sizes back`, { size }, () =>
      resizeGroup(work.context.aws.autoScaling, group.name, back),
    );
  await work.update({ holds: { ...work.run().holds, size: null } });
}
