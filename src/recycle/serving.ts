import type { Group } from "../aws/auto-scaling/auto-scaling.ts";
import { healthInEach } from "../aws/elbv2/elbv2.ts";
import { percentOf } from "../domain/percent.ts";
import { surplusOf } from "../domain/run/recycle.ts";
import { batchOf, type RecycleWork } from "./recycle-step.ts";

/** The servers of a group that are in service and healthy wherever a load balancer asks them, by id: one call a target group. */
export async function healthyIn(
  group: Group,
  { context }: Pick<RecycleWork<"elbv2">, "context">,
): Promise<ReadonlySet<string>> {
  const inService = group.instances.filter(
    ({ lifecycleState, healthy }) => lifecycleState === "InService" && healthy,
  );
  const healths = await healthInEach(context.aws.elbv2, group.targetGroups);
  const isHealthy = (id: string): boolean =>
    healths.every((targets) => targets.some((each) => each.id === id && each.state === "healthy"));
  return new Set(inService.map(({ id }) => id).filter(isHealthy));
}

/** How many servers have to be in traffic, by what the group is to have without what moult has added. */
export function floorOf(group: Group, work: Pick<RecycleWork<never>, "run" | "fleet">): number {
  const base = group.desired - surplusOf(batchOf(work));
  return percentOf(work.fleet.capacity.floor, base);
}
