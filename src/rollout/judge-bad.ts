import { describeGroups } from "../aws/auto-scaling.ts";
import type { StepAnswer } from "../domain/rollout.ts";
import { fail } from "./answers.ts";
import { blameImage } from "./blame-image.ts";
import { greenOf, type Work } from "./work.ts";

/** Ends a rollout whose green turned bad. The image is to blame, unless somebody took green's group away. */
export async function judgeBad(reason: string, work: Work<"autoScaling">): Promise<StepAnswer> {
  const { group } = greenOf(work);
  const groups = await describeGroups(work.context.aws.autoScaling, [group]);
  if (groups.has(group)) return blameImage(reason, work);
  return fail(`green's group ${group} is gone: somebody deleted it`);
}
