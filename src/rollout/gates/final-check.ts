import { describeGroups, type Group } from "../../aws/auto-scaling/auto-scaling.ts";
import { formatDuration } from "../../domain/duration.ts";
import { percentOf } from "../../domain/percent.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { fail, wait } from "../../step/answers.ts";
import { greenOf, type Work } from "../work.ts";
import { endInconclusive, secondsInconclusive } from "./inconclusive.ts";
import { healthSource } from "./observe/target-health.ts";
import { watchBlocker } from "./watch-blocker.ts";
import type { WatchServices } from "./watch-green.ts";

const POLL_SECONDS = 15;
/** Too few requests to judge by are none against a green that has baked. */
const BEFORE_RELEASE = { during: "just before blue would go", lasts: true };
/** So short a time ago the bake has judged green's health; of servers that pull, and of none at all, it knows nothing. */
const JUST_BAKED_SECONDS = 5;

/**
 * Whether green carries the fleet right before blue goes: it has been drained, warm and handed off for minutes or days
 * since green was last proved good. Null: it does. A green that stays too small is rolled back: blue is still there.
 */
export async function finalCheck(work: Work<WatchServices>): Promise<StepAnswer | null> {
  if (healthSource(work) !== null && work.run().size > 0 && isJustBaked(work)) return null;
  const { group: name } = greenOf(work);
  const green = (await describeGroups(work.context.aws.autoScaling, [name])).get(name);
  if (green === undefined) return fail(`green's group ${name} is gone`);
  const small = tooSmallReason(green, work);
  if (small === null) {
    await endInconclusive(work, "too-small");
    return watchBlocker(BEFORE_RELEASE, work);
  }
  const limit = work.fleet.deadlines.validate;
  if ((await secondsInconclusive(work, "too-small")) > limit)
    return fail(`${small}; not good again within ${formatDuration(limit)}`);
  // Nobody comes up any more, or too many die: that is not waited for.
  const watched = await watchBlocker(BEFORE_RELEASE, work);
  return watched?.verdict === "fail" ? watched : wait(POLL_SECONDS, `blue stays: ${small}`);
}

/** Whether green has fewer servers than the fleet's floor asks for, in words; null: it has enough. */
export function tooSmallReason(green: Group | undefined, work: Work<never>): string | null {
  // A fleet of no servers has a group all the same.
  if (green === undefined) return `green's group ${greenOf(work).group} is gone`;
  const inService = green.instances.filter(({ lifecycleState }) => lifecycleState === "InService").length;
  const floor = percentOf(work.fleet.capacity.floor, work.run().size);
  return inService < floor
    ? `${inService} of green's servers are in service, the fleet's floor is ${floor}`
    : null;
}

/** A freeze or an execution that died may lie between the bake and blue's retirement. */
const isJustBaked = (work: Work<never>): boolean =>
  work.now() - (work.run().milestones["baked"] ?? 0) < JUST_BAKED_SECONDS * 1000;
