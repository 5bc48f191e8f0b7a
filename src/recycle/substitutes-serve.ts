import type { Group } from "../aws/auto-scaling/auto-scaling.ts";
import type { StepAnswer } from "../domain/run/step-answer.ts";
import { fail, wait } from "../step/answers.ts";
import { READ_LAG_MS } from "../step/read-lag.ts";
import { healthBlame } from "./gates/blame-substitutes.ts";
import { batchOf, type RecycleWork } from "./recycle-step.ts";
import { healthyIn } from "./serving.ts";

const AGAIN_SECONDS = 5;

/**
 * What speaks against going on while old servers stand by: fewer substitutes than that are healthy where users ask, and the old ones are
 * still there to serve instead. Null: as many serve, or none stands by. One call a target group.
 */
export async function illSubstitutesBlocker(
  group: Group,
  work: RecycleWork<"elbv2">,
): Promise<StepAnswer | null> {
  const { servers, substitutes } = batchOf(work);
  const standBy = servers.filter(({ state }) => state === "isolated").length;
  if (standBy === 0) return null;
  const healthy = await healthyIn(group, work);
  const serving = substitutes.filter(({ id }) => healthy.has(id)).length;
  if (serving >= standBy) return null;
  const reason = `${serving} of the ${standBy} substitutes are healthy by now`;
  // A read may be from before they were.
  if (work.inPhase() * 1000 <= READ_LAG_MS) return wait(AGAIN_SECONDS, reason);
  const error = healthBlame(healthy, group, work);
  return fail(`${reason}, and the servers whose place they took still stand by`, error);
}
