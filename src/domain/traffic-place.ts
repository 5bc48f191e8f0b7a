import * as z from "zod";
import type { Traffic } from "./traffic-settings.ts";

/** Where a generation's traffic comes from. */
export const trafficPlace = z.strictObject({
  /** The listener or rule whose weights move it; null where none does. */
  arn: z.string().nullable(),
  targetGroups: z.array(z.string()),
});
type TrafficPlace = z.infer<typeof trafficPlace>;

export function trafficPlaceOf(traffic: Traffic): TrafficPlace {
  switch (traffic.strategy) {
    case "alb-weighted":
      return { arn: traffic.rule, targetGroups: [...traffic.targetGroups] };
    case "nlb-weighted":
      return { arn: traffic.listener, targetGroups: [...traffic.targetGroups] };
    case "target-group":
      return { arn: null, targetGroups: [traffic.targetGroup] };
    case "none":
      return { arn: null, targetGroups: [] };
  }
}

/** As much of the live generation as says where its traffic comes from. */
export interface Standing {
  readonly number: number;
  readonly group: string;
  readonly targetGroup: string | null;
  readonly trafficPlace: TrafficPlace | null;
}

/**
 * Why a declaration cannot be followed for where it looks for traffic, in words: users are served from another rule or
 * another pair, so moving weights there would move nothing. Null when it looks where the live generation stands.
 */
export function trafficPlaceReason(live: Standing, declared: Traffic): string | null {
  const place = trafficPlaceOf(declared);
  const standing = live.trafficPlace ?? placeByTargetGroup(live, place);
  if (standing.arn === place.arn && isSameSet(standing.targetGroups, place.targetGroups)) return null;
  return `generation ${live.number} gets its traffic from ${shown(standing)}, the declaration says ${shown(place)}: set it back, or adopt ${live.group} anew with it (moult fleet adopt)`;
}

/** A record of schema 1 knows the generation's own target group only. */
function placeByTargetGroup({ targetGroup }: Standing, declared: TrafficPlace): TrafficPlace {
  if (targetGroup === null || declared.targetGroups.includes(targetGroup)) return declared;
  return { arn: null, targetGroups: [targetGroup] };
}

const isSameSet = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((each) => other.includes(each));

function shown({ arn, targetGroups }: TrafficPlace): string {
  if (targetGroups.length === 0) return "no target group";
  const groups = targetGroups.join(" and ");
  return arn === null ? groups : `${arn} with ${groups}`;
}
