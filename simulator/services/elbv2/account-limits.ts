import type {
  DescribeAccountLimitsInput,
  DescribeAccountLimitsOutput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
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

export const describeAccountLimits: Operation<DescribeAccountLimitsInput, DescribeAccountLimitsOutput> = {
  kind: "read",
  accepts: ["Marker", "PageSize"],
  handle(input) {
    const { items, marker } = page(Object.entries(LIMITS), input);
    return { Limits: items.map(([Name, max]) => ({ Name, Max: String(max) })), ...marker };
  },
};
