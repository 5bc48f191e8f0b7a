import type {
  DescribeAccountLimitsInput,
  DescribeAccountLimitsOutput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { WorldState } from "../../world/state.ts";
import type { World } from "../../world/world.ts";
import type { Operation } from "../operation.ts";
import { page } from "./pages.ts";
import { QUOTAS } from "./quotas.ts";

/** Names as ELB/Limit spells them. */
const LIMITS: Readonly<Record<string, number>> = {
  "target-groups": QUOTAS.targetGroupsPerRegion,
  "targets-per-application-load-balancer": QUOTAS.targetsPerApplicationLoadBalancer,
  "targets-per-target-group": QUOTAS.targetsPerApplicationTargetGroup,
  "target-groups-per-action-on-application-load-balancer": QUOTAS.targetGroupsPerAction,
  "target-groups-per-action-on-network-load-balancer": QUOTAS.targetGroupsPerAction,
  "target-groups-per-application-load-balancer": QUOTAS.targetGroupsPerApplicationLoadBalancer,
  "rules-per-application-load-balancer": QUOTAS.rulesPerApplicationLoadBalancer,
  "targets-per-network-load-balancer": QUOTAS.targetsPerNetworkLoadBalancer,
  "targets-per-availability-zone-per-network-load-balancer": QUOTAS.targetsPerZoneOfNetworkLoadBalancer,
};

/** Raises a quota, as a request to Service Quotas would: by the name that DescribeAccountLimits gives it. */
export function raiseLimit(world: World, name: string, max: number): void {
  if (!(name in LIMITS))
    throw new RangeError(`There is no quota '${name}'; there are ${Object.keys(LIMITS).join(", ")}.`);
  world.state.raisedLimits.set(name, max);
}

/** A quota as it stands for this account. */
export const limitOf = (state: WorldState, name: string): number =>
  state.raisedLimits.get(name) ?? LIMITS[name] ?? 0;

export const describeAccountLimits: Operation<DescribeAccountLimitsInput, DescribeAccountLimitsOutput> = {
  kind: "read",
  accepts: ["Marker", "PageSize"],
  handle(input, { state }) {
    const { items, marker } = page(Object.keys(LIMITS), input);
    return { Limits: items.map((Name) => ({ Name, Max: String(limitOf(state, Name)) })), ...marker };
  },
};
