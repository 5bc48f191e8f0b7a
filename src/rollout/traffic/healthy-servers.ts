import { describeGroups } from "../../aws/auto-scaling/auto-scaling.ts";
import { healthInEach } from "../../aws/elbv2/elbv2.ts";
import { type Generation, targetGroupsOf } from "../../domain/generation.ts";
import { leastHealthy } from "../../domain/traffic-pairs/health-in-pairs.ts";
import type { Work } from "../work.ts";

/**
 * How many servers answer in a side's target groups, whosever they are: in the pair in which it has fewest, since one that
 * answers in none of them answers nowhere for the users of that pair.
 */
export async function healthyServers(side: Generation | null, work: Work<"elbv2">): Promise<number> {
  if (side === null) return 0;
  return leastHealthy(await healthInEach(work.context.aws.elbv2, targetGroupsOf(side)));
}

/** The same of those alone that are the side's own: who else answers there proves nothing of it, and nobody has judged them. */
export async function ownHealthyServers(
  side: Generation,
  work: Work<"autoScaling" | "elbv2">,
): Promise<number> {
  const { autoScaling, elbv2 } = work.context.aws;
  const group = (await describeGroups(autoScaling, [side.group])).get(side.group);
  const own = new Set(group?.instances.map(({ id }) => id));
  return leastHealthy(await healthInEach(elbv2, targetGroupsOf(side)), own);
}
