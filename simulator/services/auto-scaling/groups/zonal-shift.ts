import type { AvailabilityZoneImpairmentPolicy } from "@aws-sdk/client-auto-scaling";
import type { WorldState } from "../../../world/state.ts";
import { crossesZones } from "../../elbv2/balancing/zones.ts";
import { loadBalancersUsing } from "../../elbv2/routing.ts";
import { invalid } from "./find.ts";

interface Asked {
  readonly policy: AvailabilityZoneImpairmentPolicy | undefined;
  readonly targetGroups: readonly string[];
  /** The caller wants it all the same. */
  readonly skip: boolean | undefined;
}

/**
 * A group that is shifted out of a zone while its load balancer sends into each zone leaves the zone's requests without a
 * server: refused unless the caller says otherwise (ASG/ec2-auto-scaling-zonal-shift). The words are not AWS's.
 */
export function checkZonalShift(state: WorldState, { policy, targetGroups, skip }: Asked): void {
  if (!policy?.ZonalShiftEnabled || skip) return;
  const within = targetGroups.find((arn) => {
    const group = state.targetGroups.get(arn);
    const balancers = loadBalancersUsing(state, arn).flatMap((each) => state.loadBalancers.get(each) ?? []);
    return group !== undefined && balancers.some((balancer) => !crossesZones(balancer, group));
  });
  if (within === undefined) return;
  throw invalid(
    `Zonal shift cannot be enabled with target group ${within}, whose load balancer does not balance across zones. Set SkipZonalShiftValidation to true to enable it all the same.`,
  );
}
