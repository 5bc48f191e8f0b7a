import { describeGroups, type Group } from "../../aws/auto-scaling/auto-scaling.ts";
import type { Generation } from "../../domain/generation.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { leastShare } from "../../domain/traffic-pairs/fleet-traffic.ts";
import { pass, wait } from "../../step/answers.ts";
import { releaseHolds } from "../capacity/holds.ts";
import { tooSmallReason } from "../gates/final-check.ts";
import { readTraffic } from "../traffic/traffic.ts";
import { greenOf, type Work } from "../work.ts";
import { FRESH_MS } from "./handoff.ts";
import { goneBy, handOver, isHandedOver } from "./hand-over.ts";
import { noteRetained } from "./note-retained.ts";
import { goesToZero, type RemovalServices } from "./removals.ts";
import { removeGroup } from "./remove-group.ts";

const SETTLE_SECONDS = 10;
const POLL_SECONDS = 60;

/**
 * What is left to do once blue is released; RollBack comes here too, since there is no way back any more. `seen`: both groups,
 * where they were read a moment ago.
 */
export async function retireReleased(
  work: Work<RemovalServices>,
  seen: ReadonlyMap<string, Group> | null = null,
): Promise<StepAnswer> {
  await promoteGreen(work);
  const green = greenOf(work);
  const isBlueHandedOver = work.blue !== null && (await isHandedOver(work.blue, work));
  const groups = await groupsOf(green.group, seen, work);
  await releaseHolds(green.group, groups.get(green.group), work);
  if (work.blue === null) return pass("the first generation is live");
  if (work.run().milestones["retained"] !== undefined)
    return pass(`generation ${work.blue.number} is retained`);
  if (isBlueHandedOver) return pass(`generation ${work.blue.number} is out of traffic, and goes by itself`);
  // Written last: whoever wrote it died, or was stopped, before the rollout was closed.
  if (work.blue.state === "gone") return pass(`generation ${work.blue.number} is gone`);
  const group = groups.get(work.blue.group);
  const handed = group && (await handOver(work.blue, group, work));
  if (handed) return handed;
  const waiting = (await removalBlocker(groups, work)) ?? (await removeGroup(work.blue, group, work));
  // What is not there cannot be kept for a person: whether it is gone is known within half a minute.
  if (waiting !== null && (group === undefined || work.now() < goneBy(work))) return waiting;
  if (waiting !== null) return retainUnremoved(work.blue, waiting.reason, work);
  await work.writeGeneration({
    ...work.blue,
    state: "gone",
    reason: `replaced by generation ${green.number}`,
  });
  return pass(`generation ${work.blue.number} is gone`);
}

async function groupsOf(
  green: string,
  seen: ReadonlyMap<string, Group> | null,
  work: Work<"autoScaling">,
): Promise<ReadonlyMap<string, Group>> {
  if (seen?.has(green)) return seen;
  const names = [green, ...(work.blue ? [work.blue.group] : [])];
  return describeGroups(work.context.aws.autoScaling, names);
}

/**
 * Between blue's release and its end may lie a freeze, a throttled call or an execution that died: while blue is whole,
 * green has to be enough, and blue stays under traffic that somebody gave it meanwhile. Null: blue may go.
 */
async function removalBlocker(
  groups: ReadonlyMap<string, Group>,
  work: Work<RemovalServices>,
): Promise<StepAnswer | null> {
  const blue = work.blue && groups.get(work.blue.group);
  if (!blue || goesToZero(blue.name, work)) return null;
  const small = tooSmallReason(groups.get(greenOf(work).group), work);
  if (small !== null) return wait(SETTLE_SECONDS, `blue stays: ${small}`);
  const isJustReleased = work.now() - (work.run().milestones["blue-released"] ?? 0) < FRESH_MS;
  if (isJustReleased || work.strategy.source.kind === "nothing") return null;
  const { reading } = await readTraffic(work);
  if (!("percent" in reading) || leastShare(reading) === 100) return null;
  return wait(
    POLL_SECONDS,
    `blue stays: somebody moved traffic after blue was released, ${leastShare(reading)}% is on green`,
  );
}

/** Blue was released and does not go within its time: its generation is written as retained at once. */
async function retainUnremoved(
  blue: Generation,
  reason: string,
  work: Work<RemovalServices>,
): Promise<StepAnswer> {
  await noteRetained(blue, reason, work);
  await work.writeGeneration({ ...blue, state: "retained", reason });
  await work.reach("retained");
  return pass(`generation ${blue.number} is retained: ${reason}`);
}

/** Green is live and blue retires, or is retained: what is true from the release on, also when who released died right after. */
async function promoteGreen(work: Work<never>): Promise<void> {
  const green = greenOf(work);
  const { id, milestones } = work.run();
  if (green.state !== "live")
    await work.writeGeneration({
      ...green,
      state: "live",
      reason: `carries the traffic since rollout ${id}`,
    });
  if (work.blue?.state !== "live") return;
  const isRetained = milestones["retained"] !== undefined;
  await work.writeGeneration({
    ...work.blue,
    state: isRetained ? "retained" : "retiring",
    reason: `replaced by generation ${green.number}${isRetained ? ", without proof that its data is safe" : ""}`,
  });
}
