import * as z from "zod";
import { pairsOf, targetGroupsIn } from "./traffic-pairs/pairs-of.ts";
import type { Traffic } from "./traffic-settings.ts";

/** Where a generation's traffic comes from. */
export const trafficPlace = z.strictObject({
  /** The listener or rule whose weights move it, of several the first; null where none does. */
  arn: z.string().nullable(),
  /** Those of all pairs. */
  targetGroups: z.array(z.string()),
  /** Which rules send it to which target groups, where there is more than one rule. */
  pairs: z
    .array(z.strictObject({ rules: z.array(z.string()), targetGroups: z.array(z.string()) }))
    .optional(),
});
type TrafficPlace = z.infer<typeof trafficPlace>;

export function trafficPlaceOf(traffic: Traffic): TrafficPlace {
  const pairs = pairsOf(traffic).map(({ rules, targetGroups }) => ({
    rules: rules.map(({ arn }) => arn),
    targetGroups: targetGroups.map(({ arn }) => arn),
  }));
  const rules = pairs.flatMap((pair) => pair.rules);
  return {
    arn: rules[0] ?? null,
    targetGroups: [...targetGroupsIn(traffic)],
    ...(rules.length > 1 && { pairs }),
  };
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
  if (isSameSet(keysOf(standing), keysOf(place))) return null;
  return `generation ${live.number} gets its traffic from ${shown(standing)}, the declaration says ${shown(place)}: set it back, or adopt ${live.group} anew with it (moult fleet adopt)`;
}

/** A record of schema 1 knows the generation's own target group only. */
function placeByTargetGroup({ targetGroup }: Standing, declared: TrafficPlace): TrafficPlace {
  if (targetGroup === null || declared.targetGroups.includes(targetGroup)) return declared;
  return { arn: null, targetGroups: [targetGroup] };
}

type Pair = NonNullable<TrafficPlace["pairs"]>[number];

const pairsIn = ({ arn, targetGroups, pairs }: TrafficPlace): readonly Pair[] =>
  pairs ?? [{ rules: arn === null ? [] : [arn], targetGroups }];

/** Each rule with its target groups, in whatever order they are named. */
const keysOf = (place: TrafficPlace): string[] =>
  pairsIn(place).flatMap(({ rules, targetGroups }) =>
    (rules.length === 0 ? [""] : rules).map((rule) => [rule, ...[...targetGroups].sort()].join(" ")),
  );

const isSameSet = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((each) => other.includes(each));

const shown = (place: TrafficPlace): string => pairsIn(place).map(shownPair).join(", ");

function shownPair({ rules, targetGroups }: Pair): string {
  if (targetGroups.length === 0) return "no target group";
  const groups = targetGroups.join(" and ");
  return rules.length === 0 ? groups : `${rules.join(" and ")} with ${groups}`;
}
