import type { InstanceMaintenancePolicy } from "@aws-sdk/client-auto-scaling";
import type { GroupRecord } from "../state.ts";

/** How small and how large a group may get while its servers are replaced, in units of capacity. */
export interface Bounds {
  readonly least: number;
  readonly most: number;
}

/**
 * Percentages of the desired capacity as numbers of servers; the lower is rounded up (AS/RefreshPreferences). With
 * nothing to spare between them one is launched first, above the desired capacity; without an upper one (`high` null)
 * one is ended and launched at once (aws-facts 8.3).
 */
export function boundsOf(desired: number, low: number, high: number | null): Bounds {
  const least = Math.ceil((desired * low) / 100);
  if (high === null) return { least: Math.min(least, Math.max(0, desired - 1)), most: desired };
  const most = Math.floor((desired * high) / 100);
  return { least, most: least >= desired && most <= desired ? desired + 1 : most };
}

/** Those of the group's instance maintenance policy; null: it has none (aws-facts 8.3). */
export function maintenanceBounds(group: GroupRecord): Bounds | null {
  const policy = group.verbatim["InstanceMaintenancePolicy"] as InstanceMaintenancePolicy | undefined;
  if (!policy) return null;
  const { MinHealthyPercentage: low = 0, MaxHealthyPercentage: high = 100 } = policy;
  return boundsOf(group.desiredCapacity, low, high);
}
