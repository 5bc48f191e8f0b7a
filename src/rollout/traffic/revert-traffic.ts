import type { Group } from "../../aws/auto-scaling/auto-scaling.ts";
import { targetHealth } from "../../aws/elbv2/elbv2.ts";
import type { Generation } from "../../domain/generation.ts";
import { nextPollSeconds } from "../../domain/poll-interval.ts";
import type { StepAnswer } from "../../domain/run/rollout.ts";
import type { ObservedTraffic } from "../../domain/traffic-strategy.ts";
import { wait } from "../../step/answers.ts";
import { greenOf, type Work } from "../../step/work.ts";
import { scaleBlueUp } from "../capacity/sync-capacity.ts";
import type { RemovalServices } from "../retirement/remove-group.ts";
import { countRead, readTraffic, setTraffic, unseenSeconds } from "./traffic.ts";

const SETTLE_SECONDS = 5;
/** Reads that have to agree before green is taken down, the last of them one that has to show what was set. */
const AGREEING_READS = 2;

/**
 * Gives blue all the traffic back, if it does not have it. For weights that is one call. Null: blue has it, read back
 * as often as has to be.
 */
export async function revertTraffic(
  groups: ReadonlyMap<string, Group>,
  work: Work<RemovalServices>,
): Promise<StepAnswer | null> {
  if (work.strategy.source.kind === "nothing" || work.blue === null || work.green === undefined) return null;
  const { traffic, reading } = await readTraffic(work);
  if ("unreadable" in reading) return attachBlue(reading.unreadable, traffic, work);
  if (reading.percent === 0) {
    const { setAt, setPercent } = work.rollout().traffic;
    if (setAt === null) return null;
    if (setPercent !== 0) {
      const unseen = unseenSeconds(work);
      if (unseen > 0) return wait(unseen, `${setPercent}% was set a moment ago and may not be read yet`);
      // It was set to more: the call never arrived, or somebody else went back first. Written down, nothing to call.
      await setTraffic(0, traffic, work);
    }
    const agreeing = await countRead(reading, work);
    const unseen = unseenSeconds(work);
    if (agreeing >= AGREEING_READS && unseen === 0) return null;
    return wait(Math.max(SETTLE_SECONDS, unseen), "traffic is back on blue; it is read once more");
  }
  const next = work.strategy.rollbackSteps.find((percent) => percent < reading.percent) ?? 0;
  const unseen = unseenSeconds(work);
  if (unseen > 0 && dependsOnRead(reading.percent, next, work))
    return wait(unseen, "the last change of traffic may not be read yet");
  const named = await addBlueToRule(reading.percent, traffic, work);
  if (named !== null) return named;
  await scaleBlueUp(groups, work);
  const unfit = await blueUnfitReason(reading.percent, groups, work);
  if (unfit !== null) return wait(nextPollSeconds(work.inPhase(), SETTLE_SECONDS), unfit);
  work.context.because(
    `take green out of traffic: ${work.rollout().failure?.reason ?? "the rollout failed"}`,
    { from: reading.percent, to: next },
  );
  await setTraffic(next, traffic, work, next === 0 ? "green" : undefined);
  return wait(SETTLE_SECONDS, next === 0 ? "traffic is set back to blue" : "blue is attached again");
}

/**
 * Whether the next change is right only on top of what is really there. In one target group a side is attached or
 * detached, and a read from before blue was let go looks like one from after it was attached again: green does not go
 * for either. Weights are set as a whole, but once blue has drained it may have been named no more a moment ago.
 */
function dependsOnRead(percent: number, next: number, work: Work<RemovalServices>): boolean {
  const { traffic, marks } = work.rollout();
  if (work.strategy.source.kind === "attachments") return next === 0 || percent !== traffic.setPercent;
  return percent === 100 && marks["drained"] !== undefined;
}

/** Where one target group serves and nobody is attached to it, users get no answer: blue is better than nobody. */
async function attachBlue(
  unreadable: string,
  traffic: ObservedTraffic,
  work: Work<RemovalServices>,
): Promise<StepAnswer> {
  if (traffic.kind !== "attachments") return wait(SETTLE_SECONDS, `traffic cannot be read: ${unreadable}`);
  work.context.because(`${unreadable}: blue gets the traffic back`);
  await setTraffic(0, traffic, work);
  return wait(SETTLE_SECONDS, "blue is attached again");
}

/**
 * A target group that no rule names is not health-checked (aws-facts 1.4), and blue was named no more to end the
 * sessions that stuck to it: it is named again, at weight 0, and looked at when it has been checked.
 */
async function addBlueToRule(
  percent: number,
  traffic: ObservedTraffic,
  work: Work<RemovalServices>,
): Promise<StepAnswer | null> {
  const { source } = work.strategy;
  if (source.kind !== "actions" || percent !== 100) return null;
  work.context.because("name blue's target group in the rule again, so that it is health-checked");
  const calls = await setTraffic(percent, traffic, work);
  return calls === 0 ? null : wait(SETTLE_SECONDS, "blue is named in the rule again and is being checked");
}

/** Traffic goes back only to servers that answer, unless green's answer no better. */
async function blueUnfitReason(
  percent: number,
  groups: ReadonlyMap<string, Group>,
  work: Work<RemovalServices>,
): Promise<string | null> {
  const { source } = work.strategy;
  if (source.kind === "attachments" && percent === 100) return null;
  const of = (generation: Generation) =>
    targetsOf(
      source.kind === "attachments" ? source.targetGroup : generation.targetGroup,
      groups.get(generation.group),
      work,
    );
  const blue = work.blue ? await of(work.blue) : NO_TARGETS;
  if (blue.healthy > 0 && !blue.unchecked) return null;
  const { healthy: green } = await of(greenOf(work));
  if (green === 0) return null;
  return blue.healthy === 0
    ? `blue has no healthy server to take the traffic back, green has ${green}`
    : "blue's servers are still being checked";
}

const NO_TARGETS = { healthy: 0, unchecked: false };

/** How many of a group's servers its target group calls healthy, and whether it has not judged some of them yet. */
async function targetsOf(
  targetGroup: string | null,
  group: Group | undefined,
  work: Work<RemovalServices>,
): Promise<typeof NO_TARGETS> {
  if (targetGroup === null) return NO_TARGETS;
  const ids = new Set(group?.instances.map(({ id }) => id) ?? []);
  const targets = (await targetHealth(work.context.aws.elbv2, targetGroup)).filter(({ id }) => ids.has(id));
  return {
    healthy: targets.filter(({ state }) => state === "healthy").length,
    unchecked:
      work.strategy.source.kind === "attachments" && targets.some(({ state }) => state === "initial"),
  };
}
