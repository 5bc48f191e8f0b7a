import type { Group } from "../../aws/auto-scaling/auto-scaling.ts";
import type { Forwarding } from "../../aws/elbv2/forwarding.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import { groupControllers } from "../../domain/group/group-owners.ts";
import { isWeighted, targetGroupsIn } from "../../domain/traffic-pairs/pairs-of.ts";
import type { StepContext } from "../../step/step.ts";
import { refreshReason } from "../neighbours/refresh-reason.ts";
import { otherRuleReason, othersOf } from "../traffic/other-rules.ts";

/** What was just read of the fleet and of what is around it. */
interface ReadForPlan {
  readonly fleet: Fleet;
  readonly blue: Group | undefined;
  readonly forwardings: readonly Forwarding[];
}

/**
 * Who else has a hand in the fleet, all at once, each with the way out; null: nobody. Other rules send requests to the
 * pair that would not move with it; a controller or a refresh replaces blue's servers meanwhile.
 */
export async function neighbourReason(
  { fleet: { traffic }, blue, forwardings }: ReadForPlan,
  context: StepContext<"autoScaling">,
): Promise<string | null> {
  const others = isWeighted(traffic) ? othersOf(traffic, targetGroupsIn(traffic), forwardings) : [];
  const refresh = blue && (await refreshReason(blue.name, context));
  const found = [
    ...others.map(otherRuleReason),
    ...(blue ? groupControllers(blue, []) : []).map(({ place, why }) => `${place}: ${why}`),
    ...(refresh == null ? [] : [refresh]),
  ];
  return found.length === 0 ? null : found.join("; ");
}
