import { targetHealth } from "../../../aws/elbv2/elbv2.ts";
import type { Observations } from "../../../domain/gate.ts";
import type { Work } from "../../work.ts";
import type { Observer } from "./observer.ts";

/** The target group that tells whether green is healthy; null when the fleet has none (yet). */
export function healthSource(work: Pick<Work<never>, "fleet" | "green" | "run">): string | null {
  const { traffic } = work.fleet;
  if (traffic.strategy === "target-group")
    return work.run().traffic.setPercent > 0 ? traffic.targetGroup : null;
  return work.green?.targetGroup ?? null;
}

/** Health of green's servers as the load balancer sees it: one call, however many there are. */
export const observeTargetHealth: Observer<"elbv2", "targetHealth"> = async ({ servers }, work) => {
  const source = healthSource(work);
  if (source === null) return null;
  const ids = servers && new Set(servers);
  const targets = await targetHealth(work.context.aws.elbv2, source);
  return {
    targets: targets.filter(({ id }) => ids === null || ids.has(id)),
  } satisfies Observations["targetHealth"];
};
