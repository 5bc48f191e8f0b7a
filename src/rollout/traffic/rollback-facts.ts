import type { Group } from "../../aws/auto-scaling/auto-scaling.ts";
import { healthInEach } from "../../aws/elbv2/elbv2.ts";
import { type Generation, targetGroupsOf } from "../../domain/generation.ts";
import { percentOf } from "../../domain/percent.ts";
import { isGreenEligible } from "../../domain/rollout-decisions/green-eligible.ts";
import { nextRollbackShare } from "../../domain/rollout-decisions/revert-traffic.ts";
import type { Rollback, SideHealth } from "../../domain/rollout-decisions/rollback-table.ts";
import { leastShare } from "../../domain/traffic-pairs/fleet-traffic.ts";
import { leastHealthy } from "../../domain/traffic-pairs/health-in-pairs.ts";
import type { Timer } from "../../domain/run/rollout.ts";
import { endInconclusive, secondsInconclusive } from "../gates/inconclusive.ts";
import { greenOf, type Work } from "../work.ts";
import { detectionMs } from "./detection-ms.ts";
import type { Reading } from "./traffic.ts";

type Groups = ReadonlyMap<string, Group>;

/** Reads all that says where traffic is to be on the way back, green having this part of it. */
export async function readRollback(
  reading: Reading["reading"],
  groups: Groups,
  work: Work<"elbv2">,
): Promise<Rollback> {
  const { percent } = reading;
  const { size, reversals } = work.run();
  const green = greenOf(work);
  const isOutside = percent === 0 && work.strategy.source.kind === "attachments";
  const ofBlue = work.blue ? await healthOf(work.blue, groups, work) : NO_SERVERS;
  const ofGreen = isOutside ? inService(groups.get(green.group)) : await healthOf(green, groups, work);
  const blueGroup = groups.get(work.blue?.group ?? "");
  const last = reversals.at(-1);
  return {
    source: work.strategy.source.kind,
    percent,
    least: leastShare(reading),
    next: nextRollbackShare(percent, work.strategy.rollbackSteps),
    isEligible: mayServe(work),
    size,
    floor: percentOf(work.fleet.capacity.floor, size),
    blueExists: blueGroup !== undefined && !blueGroup.deleting,
    blue: ofBlue,
    green: ofGreen,
    silentMs: {
      blue: await silentMs("blue-silent", ofBlue, work),
      green: await silentMs("green-silent", ofGreen, work),
    },
    reversals: reversals.length,
    sinceReversalMs: last === undefined ? Number.POSITIVE_INFINITY : work.now() - last,
    detectionMs: last === undefined ? 0 : await detectionMs(checkedIn(work), work),
  };
}

/** Whether green may be given traffic that blue cannot take: nothing is against it, and it is not being taken down. */
export function mayServe(work: Work<never>): boolean {
  const { removals } = work.run();
  const isGoing = removals[greenOf(work).group]?.toZeroAt != null;
  return !isGoing && isGreenEligible(work.run());
}

/** Since when no server of a side has been read as healthy; one that is ends it. */
async function silentMs(timer: Timer, { healthy }: SideHealth, work: Work<never>): Promise<number> {
  if (healthy === 0) return (await secondsInconclusive(work, timer)) * 1000;
  await endInconclusive(work, timer);
  return 0;
}

const NO_SERVERS: SideHealth = { healthy: 0, unchecked: false };

/** How many of a generation's servers answer: by its target groups, and where there is none by its group. */
async function healthOf(generation: Generation, groups: Groups, work: Work<"elbv2">): Promise<SideHealth> {
  const { source } = work.strategy;
  const group = groups.get(generation.group);
  if (source.kind === "nothing") return inService(group);
  const targetGroups = source.kind === "attachments" ? [source.targetGroup] : targetGroupsOf(generation);
  if (targetGroups.length === 0) return NO_SERVERS;
  const own = new Set(group?.instances.map(({ id }) => id) ?? []);
  const targets = await healthInEach(work.context.aws.elbv2, targetGroups);
  const isUnchecked = targets.flat().some(({ id, state }) => own.has(id) && state === "initial");
  return {
    healthy: leastHealthy(targets, own),
    unchecked: source.kind === "attachments" && isUnchecked,
  };
}

const inService = (group: Group | undefined): SideHealth => ({
  healthy: group?.instances.filter(({ lifecycleState }) => lifecycleState === "InService").length ?? 0,
  unchecked: false,
});

/** The target groups in which it is seen that one of green's servers does not answer. */
function checkedIn(work: Work<never>): readonly string[] {
  const { source } = work.strategy;
  return source.kind === "attachments" ? [source.targetGroup] : targetGroupsOf(greenOf(work));
}
