import type { InstancesDistribution, MixedInstancesPolicy } from "@aws-sdk/client-auto-scaling";
import type { WorldState } from "../../../world/state.ts";
import type { GroupRecord } from "../state.ts";
import { counts } from "./counting.ts";

/** Capacity to launch by purchase option; null: as the launch template says. */
interface Purchase {
  readonly spot: boolean | null;
  readonly missing: number;
}

/**
 * How what is missing of `desired` is bought: On-Demand up to the base capacity and the percentage above it, the rest
 * Spot (AS/InstancesDistribution; rounded up in favour of On-Demand). Without a distribution that asks for Spot all is
 * launched as the template says.
 */
export function purchases(
  state: WorldState,
  group: GroupRecord,
  { desired, missing }: { readonly desired: number; readonly missing: number },
): Purchase[] {
  const wanted = onDemandOf(group, desired);
  if (wanted === null) return [{ spot: null, missing }];
  let present = 0;
  for (const instance of group.instances.values()) {
    if (counts(instance) && state.instances.get(instance.id)?.spot !== true) present += instance.weight;
  }
  const onDemand = Math.min(missing, Math.max(0, wanted - present));
  return [
    { spot: false, missing: onDemand },
    { spot: true, missing: missing - onDemand },
  ].filter((each) => each.missing > 0);
}

/** How much of so much capacity is to be On-Demand; null: no distribution asks for Spot. */
export function onDemandOf(group: GroupRecord, capacity: number): number | null {
  const policy = group.mixedInstancesPolicy as MixedInstancesPolicy | null;
  const {
    OnDemandBaseCapacity: base = 0,
    OnDemandPercentageAboveBaseCapacity: percentage = 100,
  }: InstancesDistribution = policy?.InstancesDistribution ?? {};
  if (percentage >= 100) return null;
  const based = Math.min(base, capacity);
  return based + Math.ceil(((capacity - based) * percentage) / 100);
}
