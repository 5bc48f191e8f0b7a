import type { Group } from "../../aws/auto-scaling/auto-scaling.ts";
import { targetHealth } from "../../aws/elbv2/elbv2.ts";
import type { Generation } from "../../domain/generation.ts";
import { nextPollSeconds } from "../../domain/poll-interval.ts";
import {
  blueUnfitReason,
  dependsOnRead,
  isFit,
  needsFitBlue,
  nextRollbackShare,
  type Revert,
  type SideHealth,
} from "../../domain/rollout-decisions/revert-traffic.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import type { ObservedTraffic } from "../../domain/traffic-strategy.ts";
import { wait } from "../../step/answers.ts";
import { READ_LAG_MS } from "../../step/read-lag.ts";
import { scaleBlueUp } from "../capacity/sync-capacity.ts";
import { endInconclusive, secondsInconclusive } from "../gates/inconclusive.ts";
import type { RemovalServices } from "../retirement/remove-group.ts";
import { greenOf, type Work } from "../work.ts";
import { countRead, readTraffic, setTraffic, unseenSeconds } from "./traffic.ts";

const SETTLE_SECONDS = 5;
/** Reads that have to agree before green is taken down, the last of them one that has to show what was set. */
const AGREEING_READS = 2;

/**
 * Gives blue all the traffic back, if it does not have it. For weights that is one call. Returns null when blue has it,
 * read back as often as has to be.
 */
export async function revertTraffic(
  groups: ReadonlyMap<string, Group>,
  work: Work<RemovalServices>,
): Promise<StepAnswer | null> {
  if (work.strategy.source.kind === "nothing" || work.blue === null || work.green === undefined) return null;
  const { traffic, reading } = await readTraffic(work);
  if ("unreadable" in reading) return attachBlue(reading.unreadable, traffic, work);
  return reading.percent === 0
    ? confirmReverted(traffic, work)
    : takeFromGreen(reading.percent, traffic, groups, work);
}

/** Green is read to have no traffic: what has to agree before that is believed. Returns null when it does. */
async function confirmReverted(
  traffic: ObservedTraffic,
  work: Work<RemovalServices>,
): Promise<StepAnswer | null> {
  const { setAt, setPercent } = work.run().traffic;
  if (setAt === null) return null;
  if (setPercent !== 0) {
    const unseen = unseenSeconds(work);
    if (unseen > 0) return wait(unseen, `${setPercent}% was set a moment ago and may not be read yet`);
    // It was set to more: the call never arrived, or somebody else went back first. Written down, nothing to call.
    await setTraffic(0, traffic, work);
  }
  const agreeing = await countRead({ percent: 0 }, work);
  const unseen = unseenSeconds(work);
  if (agreeing >= AGREEING_READS && unseen === 0) return null;
  return wait(Math.max(SETTLE_SECONDS, unseen), "traffic is back on blue; it is read once more");
}

/** Takes green's next share from it as soon as blue can carry it. */
async function takeFromGreen(
  percent: number,
  traffic: ObservedTraffic,
  groups: ReadonlyMap<string, Group>,
  work: Work<RemovalServices>,
): Promise<StepAnswer> {
  const next = nextRollbackShare(percent, work.strategy.rollbackSteps);
  const unseen = unseenSeconds(work);
  if (unseen > 0 && dependsOnRead(revertOf(percent, next, work)))
    return wait(unseen, "the last change of traffic may not be read yet");
  const named = await addBlueToRule(percent, traffic, work);
  if (named !== null) return named;
  await scaleBlueUp(groups, work);
  const unfit = await unfitReason(percent, groups, work);
  if (unfit !== null) return wait(nextPollSeconds(work.inPhase(), SETTLE_SECONDS), unfit);
  await work.context.withReason(
    `take green out of traffic: ${work.run().failure?.reason ?? "the rollout failed"}`,
    { from: percent, to: next },
    () => setTraffic(next, traffic, work, next === 0 ? "green" : undefined),
  );
  return wait(SETTLE_SECONDS, next === 0 ? "traffic is set back to blue" : "blue is attached again");
}

function revertOf(percent: number, next: number, work: Work<never>): Revert {
  const { traffic, milestones } = work.run();
  const { kind: source } = work.strategy.source;
  return {
    source,
    percent,
    next,
    setPercent: traffic.setPercent,
    isDrained: milestones["drained"] !== undefined,
  };
}

/** Where one target group serves and nobody is attached to it, users get no answer: blue is better than nobody. */
async function attachBlue(
  unreadable: string,
  traffic: ObservedTraffic,
  work: Work<RemovalServices>,
): Promise<StepAnswer> {
  if (traffic.kind !== "attachments") return wait(SETTLE_SECONDS, `traffic cannot be read: ${unreadable}`);
  await work.context.withReason(`${unreadable}: blue gets the traffic back`, null, () =>
    setTraffic(0, traffic, work),
  );
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
  const calls = await work.context.withReason(
    "name blue's target group in the rule again, so that it is health-checked",
    null,
    () => setTraffic(percent, traffic, work),
  );
  return calls === 0 ? null : wait(SETTLE_SECONDS, "blue is named in the rule again and is being checked");
}

/** Traffic goes back only to servers that answer, unless green's answer no better. Returns null when it may. */
async function unfitReason(
  percent: number,
  groups: ReadonlyMap<string, Group>,
  work: Work<RemovalServices>,
): Promise<string | null> {
  const { source } = work.strategy;
  if (!needsFitBlue({ source: source.kind, percent })) return null;
  const of = (generation: Generation) =>
    targetsOf(
      source.kind === "attachments" ? source.targetGroup : generation.targetGroup,
      groups.get(generation.group),
      work,
    );
  const blue = work.blue ? await of(work.blue) : NO_TARGETS;
  if (isFit(blue)) return null;
  const { healthy } = await of(greenOf(work));
  if (blue.healthy > 0 || healthy > 0) {
    await endInconclusive(work, "none-answers");
    return blueUnfitReason(blue, healthy);
  }
  // One read may lag: green may answer by now, and blue would not.
  return (await secondsInconclusive(work, "none-answers")) * 1000 < READ_LAG_MS
    ? "no server of either side answers: it is read again, since reads lag"
    : null;
}

const NO_TARGETS: SideHealth = { healthy: 0, unchecked: false };

/** How many of a group's servers its target group calls healthy, and whether it has not judged some of them yet. */
async function targetsOf(
  targetGroup: string | null,
  group: Group | undefined,
  work: Work<RemovalServices>,
): Promise<SideHealth> {
  if (targetGroup === null) return NO_TARGETS;
  const own = new Set(group?.instances.map(({ id }) => id) ?? []);
  const targets = (await targetHealth(work.context.aws.elbv2, targetGroup)).filter(({ id }) => own.has(id));
  return {
    healthy: targets.filter(({ state }) => state === "healthy").length,
    unchecked:
      work.strategy.source.kind === "attachments" && targets.some(({ state }) => state === "initial"),
  };
}
