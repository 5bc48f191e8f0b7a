import { describeGroups, type Group } from "../../aws/auto-scaling/auto-scaling.ts";
import { healthInEach } from "../../aws/elbv2/elbv2.ts";
import type { Ending } from "../../domain/gate.ts";
import { leastHealthy } from "../../domain/traffic-pairs/health-in-pairs.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { fail } from "../../step/answers.ts";
import { greenOf, type Work } from "../work.ts";
import { failImage } from "./fail-image.ts";
import { healthSources } from "./observe/target-health.ts";

/**
 * Ends a rollout whose green turned bad. The image is to blame, unless somebody took green's group away, made it smaller, or took
 * its target group out of traffic: a target group that no rule names is not health-checked any more (aws-facts 1.4).
 */
export async function failGreen(
  reason: string,
  work: Work<"autoScaling" | "elbv2">,
  ending?: Ending,
): Promise<StepAnswer> {
  const { autoScaling, elbv2 } = work.context.aws;
  const { group } = greenOf(work);
  const found = (await describeGroups(autoScaling, [group])).get(group);
  if (found === undefined || found.deleting)
    return fail(`green's group ${group} is gone: somebody deleted it`);
  const sources = healthSources(work);
  const health = await healthInEach(elbv2, sources);
  const out = sources.find((_source, index) => isOut(health[index] ?? []));
  if (out) return fail(`no rule names ${out} any more: somebody took green out of traffic`);
  const healthy = sources.length > 0 ? leastHealthy(health, idsOf(found)) : inService(found);
  const { size } = work.run();
  // All that its group is to have are well: that there are not more of them is nobody's fault who is in them.
  return ending?.ofHealth && found.desired < size && healthy >= found.desired
    ? fail(`${reason}; group ${group} is to have ${found.desired} of ${size}: somebody made it smaller`)
    : failImage(reason, work, ending);
}

const idsOf = ({ instances }: Group): ReadonlySet<string> => new Set(instances.map(({ id }) => id));
const inService = ({ instances }: Group): number =>
  instances.filter(({ lifecycleState }) => lifecycleState === "InService").length;

const isOut = (targets: readonly { readonly reason: string | null }[]): boolean =>
  targets.length > 0 && targets.every(({ reason }) => reason === "Target.NotInUse");
