import { healthInEach } from "../../../aws/elbv2/elbv2.ts";
import type { Observations } from "../../../domain/gate.ts";
import { targetGroupsOf } from "../../../domain/generation.ts";
import { leastHealthy, worstOfEach } from "../../../domain/traffic-pairs/health-in-pairs.ts";
import type { Work } from "../../work.ts";
import type { Observer } from "./observer.ts";

type Asked = Pick<Work<never>, "fleet" | "green" | "run">;

/** The target groups that tell whether green is healthy, one of each pair; none when the fleet has none (yet). */
export function healthSources(work: Asked): readonly string[] {
  const { traffic } = work.fleet;
  if (traffic.strategy === "target-group")
    return work.run().traffic.setPercent > 0 ? [traffic.targetGroup] : [];
  return work.green ? targetGroupsOf(work.green) : [];
}

/** The first of them; null when the fleet has none (yet). */
export const healthSource = (work: Asked): string | null => healthSources(work)[0] ?? null;

/** Health of green's servers as the load balancer sees it: one call a target group, however many there are. */
export const observeTargetHealth: Observer<"elbv2", "targetHealth"> = async ({ servers }, work) => {
  const sources = healthSources(work);
  if (sources.length === 0) return null;
  const ids = servers && new Set(servers);
  const all = await healthInEach(work.context.aws.elbv2, sources);
  return {
    targets: worstOfEach(all).filter(({ id }) => ids === null || ids.has(id)),
    ...(all.length > 1 && { least: leastHealthy(all, ids ?? undefined) }),
  } satisfies Observations["targetHealth"];
};
