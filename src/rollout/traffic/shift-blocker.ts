import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { fail, wait } from "../../step/answers.ts";
import { readGroups, syncCapacity } from "../capacity/sync-capacity.ts";
import { watchBlocker } from "../gates/watch-blocker.ts";
import { addGreenToRule } from "../green/add-to-rule.ts";
import { isPromoted } from "../steering/skipped.ts";
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
  const servers = groups.green.instances.map(({ id }) => id);
  // Also a green that grows: nothing else of it is judged until it has grown, which may take long.
  const watched = await watchShift(work, { servers });
  if (watched?.verdict === "fail" || grown === null) return watched;
  return wait(GROW_POLL_SECONDS, grown);
}

/** Watches a green that has a part of the traffic, or is about to get it. */
export function watchShift(
  work: Work<ShiftServices>,
  { servers, lasts = false }: { readonly servers?: readonly string[]; readonly lasts?: boolean } = {},
): Promise<StepAnswer | null> {
  const during = `while ${work.run().traffic.setPercent}% of the traffic was on green`;
  const watch = { during, pollSeconds: SETTLE_SECONDS, lasts: lasts || isPromoted(work) };
  return watchBlocker({ ...watch, ...(servers && { servers }) }, work);
}
