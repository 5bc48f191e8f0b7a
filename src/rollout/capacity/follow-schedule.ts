import { describeGroups, type Group, resizeGroup } from "../../aws/auto-scaling/auto-scaling.ts";
import { scheduledActions } from "../../aws/auto-scaling/extras.ts";
import { undefinedIfNotFound } from "../../aws/undefined-if-not-found.ts";
import { formatInstant } from "../../domain/format-instant.ts";
import { dueActions } from "../../domain/schedule/due-actions.ts";
import { actionOf, actionsSince } from "../../domain/schedule/known-actions.ts";
import type { HeldSchedule, ScheduledAction } from "../../domain/schedule/scheduled-action.ts";
import {
  asScheduled,
  desiredAfter,
  growthTo,
  type Sizes,
  sizesAfter,
} from "../../domain/schedule/scheduled-sizes.ts";
import { AccessDenied, Rejected } from "../../errors/errors.ts";
import type { Work } from "../work.ts";
import { isScheduleHeld, READ_EVERY_MS } from "./hold-schedule.ts";
import { minimumHold, rewriteMinimum } from "./holds.ts";
import { growthBlocker } from "./may-grow.ts";
import { sizesOf } from "./settle-schedule.ts";

/** So long before an action falls due blue's are read again, if it is polled: somebody may have changed or deleted it. */
const AHEAD_MS = 90_000;
/**
 * Carries out what of blue's schedule has fallen due, which is suspended on both sides: more servers at once, fewer when
 * traffic rests. Costs a call in ten minutes while nothing is due.
 */
export async function followSchedule(work: Work<"autoScaling">): Promise<void> {
  // Also where only a green that is kept for study is held still.
  const schedule = isScheduleHeld(work) ? work.run().schedule : null;
  if (schedule === null) return;
  const now = work.now();
  if (!isNear(schedule, now)) return;
  const { actions } = await readAgain(schedule, work);
  const due = dueActions(actions, schedule.doneUntil, now);
  for (const [index, { action, at }] of due.entries()) {
    // Who dies between two that fall due at once does both anew: the second must not count as done with the first.
    const isLastThen = due[index + 1]?.at !== at;
    await runAction({ action, at, isLastThen, isLast: index === due.length - 1 }, work);
  }
}

/** Whether something is due, or so soon that it is read again whether it still is, or has not been read for long. */
function isNear({ actions, readAt, doneUntil }: HeldSchedule, now: number): boolean {
  if (now - readAt > READ_EVERY_MS || dueActions(actions, doneUntil, now).length > 0) return true;
  const [soon] = dueActions(actions, now, now + AHEAD_MS);
  return soon !== undefined && readAt < soon.at - AHEAD_MS;
}

async function readAgain(schedule: HeldSchedule, work: Work<"autoScaling">): Promise<HeldSchedule> {
  const { blue } = work;
  const found =
    blue && (await undefinedIfNotFound(scheduledActions(work.context.aws.autoScaling, blue.group)));
  const now = work.now();
  const actions = found ? actionsSince(schedule.actions, found.map(actionOf), now) : schedule.actions;
  const next = { ...schedule, actions, readAt: now };
  await work.update({ schedule: next });
  return next;
}

interface Side {
  readonly group: Group;
  readonly sizes: Sizes;
}

interface DueNow {
  readonly action: ScheduledAction;
  readonly at: number;
  /** Nothing else falls due at the same instant after it. */
  readonly isLastThen: boolean;
  /** Nothing else has fallen due since: of more servers and fewer again only the last is carried out. */
  readonly isLast: boolean;
}

async function runAction(
  { action, at, isLastThen, isLast }: DueNow,
  work: Work<"autoScaling">,
): Promise<void> {
  const sides = await readSides(work);
  const [first] = sides;
  const { schedule } = work.run();
  if (first === undefined || schedule === null) return;
  const what = `scheduled action ${action.name} was due at ${formatInstant(at)} while ScheduledActions is suspended`;
  const doneUntil = isLastThen ? at : schedule.doneUntil;
  const before = asScheduled(first.sizes, schedule.later);
  const after = sizesAfter(action, before);
  if (after === null) {
    await note(work, `${what}, and cannot be: its sizes contradict each other`, { action, before });
    await work.update({ schedule: { ...schedule, doneUntil } });
    return;
  }
  // Green may have grown under its traffic: what an action does not name each side keeps.
  const own: SideAfter[] = [];
  for (const side of sides) {
    const desired = desiredAfter(action, asScheduled(side.sizes, schedule.later), after);
    own.push(await sideAfter(side, { ...after, desired }, work));
  }
  const changes = after.desired !== before.desired || after.max !== before.max || after.min !== before.min;
  const halted = own.filter(({ isHalted }) => isHalted).map(({ side }) => side.group.name);
  if (changes) await note(work, `${what}: ${comesTo(own, halted)}`, { action, before, after, halted });
  if (isLast) for (const each of own) await grow(each, work);
  const most = (pick: "max" | "desired") => Math.max(...sides.map(({ sizes }) => sizes[pick]), after[pick]);
  const later = {
    max: after.max,
    desired: Math.max(...own.map((each) => each.after.desired)),
    found: { max: most("max"), desired: most("desired") },
  };
  await work.update({ schedule: { ...schedule, doneUntil, later } });
}

interface SideAfter {
  readonly side: Side;
  readonly after: Sizes;
  /** What it gets of that at once; null: nothing. */
  readonly change: ReturnType<typeof growthTo>;
  /** Somebody has put its image in quarantine: none of it is launched, and what is missing stays so. */
  readonly isHalted: boolean;
}

async function sideAfter(side: Side, after: Sizes, work: Work<never>): Promise<SideAfter> {
  const growth = growthTo(after, side.sizes);
  const blocker = growth && (await growthBlocker(side.group.name, work));
  const isHalted = blocker === "quarantined" && after.desired > side.sizes.desired;
  return { side, after, change: blocker === null ? growth : null, isHalted };
}

/** What it means for both sides, in words. */
function comesTo(own: readonly SideAfter[], halted: readonly string[]): string {
  const servers = own.map(({ after }) => after.desired);
  if (halted.length > 0)
    return `${halted.join(" and ")} would have ${Math.max(...servers)} servers now, and gets none of an image in quarantine`;
  if (own.some(({ side, after }) => after.desired < side.sizes.desired))
    return `${Math.max(...servers)} servers are enough when traffic rests`;
  const atLeast = new Set(servers).size > 1 ? "at least " : "";
  return `both sides have ${atLeast}${Math.min(...servers)} servers now`;
}

/** Blue first: what it has is what the schedule is for. The minimum is what it is without a hold. */
async function readSides(work: Work<"autoScaling">): Promise<Side[]> {
  const names = [work.blue?.group, work.green?.group].filter((name) => name !== undefined);
  const groups = await describeGroups(work.context.aws.autoScaling, names);
  return names.flatMap((name) => {
    const group = groups.get(name);
    if (group === undefined || group.deleting) return [];
    const min = minimumHold(name, work)?.originalMin ?? group.minSize;
    return { group, sizes: { ...sizesOf(group), min } };
  });
}

async function grow({ side, after, change }: SideAfter, work: Work<"autoScaling">): Promise<void> {
  const { group, sizes } = side;
  const hold = minimumHold(group.name, work);
  const heldMin = Math.max(hold?.heldMin ?? group.minSize, change?.min ?? 0);
  if (hold?.originalMin !== after.min || hold.heldMin !== heldMin)
    await rewriteMinimum({ group: group.name, originalMin: after.min, heldMin }, work);
  if (change === null) return;
  try {
    await work.context.withReason(
      `its schedule asks for ${after.desired} servers now`,
      { sizes, after },
      () => resizeGroup(work.context.aws.autoScaling, group.name, change),
    );
  } catch (error) {
    if (!(error instanceof Rejected || error instanceof AccessDenied)) throw error;
    await note(work, `${group.name} cannot follow its schedule: ${error.message}`, { change });
  }
}

const note = (work: Work<never>, reason: string, evidence: Record<string, unknown>): Promise<void> =>
  work.note("decision", reason, { action: "scheduled-action", evidence });
