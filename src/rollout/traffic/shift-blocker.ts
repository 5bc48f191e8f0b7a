import { formatDuration } from "../../domain/duration.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { fail, wait } from "../../step/answers.ts";
import { readGroups, syncCapacity } from "../capacity/sync-capacity.ts";
import { failImage } from "../gates/fail-image.ts";
import { endInconclusive, secondsInconclusive } from "../gates/inconclusive.ts";
import { watchGreen } from "../gates/watch-green.ts";
import { addGreenToRule } from "../green/add-to-rule.ts";
import type { Work } from "../work.ts";
import type { Observed } from "./traffic.ts";

export type ShiftServices = "autoScaling" | "elbv2" | "cloudWatch";

const SETTLE_SECONDS = 10;
const GROW_POLL_SECONDS = 10;
const NAMED_AGAIN = "green is named in the rule again and is being checked";

/** What has to come first, or has gone wrong; null: green is named, as large as blue and good, so traffic may be set. */
export async function shiftBlocker(
  traffic: Observed["traffic"],
  work: Work<ShiftServices>,
): Promise<StepAnswer | null> {
  if (await addGreenToRule(traffic, work)) return wait(SETTLE_SECONDS, NAMED_AGAIN);
  const groups = await readGroups(work);
  if ("missing" in groups) return fail(groups.missing);
  const grown = await syncCapacity(groups, work);
  if (grown !== null) return wait(GROW_POLL_SECONDS, grown);
  const servers = groups.green.instances.map(({ id }) => id);
  const { verdict, reason } = await watchGreen(servers, work);
  const { setPercent } = work.run().traffic;
  if (verdict === "fail")
    return failImage(`while ${setPercent}% of the traffic was on green: ${reason}`, work);
  if (verdict !== "pass") return inconclusive(reason, work);
  await endInconclusive(work);
  return null;
}

/** Not good and not bad: traffic stays where it is, until the validation deadline counts it as bad. */
async function inconclusive(reason: string, work: Work<ShiftServices>): Promise<StepAnswer> {
  const limit = work.fleet.deadlines.validate;
  if ((await secondsInconclusive(work)) > limit)
    return failImage(`${reason}; not good within ${formatDuration(limit)}`, work);
  return wait(SETTLE_SECONDS, reason);
}
