import { type Named, pairsOf } from "../traffic-pairs/pairs-of.ts";
import type { Traffic } from "../traffic-settings.ts";

/** What of a fleet's traffic another fleet names, too: each would move the other's. A balancer's rule, a target group. */
export function sharedTraffic(traffic: Traffic, other: Traffic): readonly Named[] {
  const theirs = new Set(namedInTraffic(other).map(({ arn }) => arn));
  return namedInTraffic(traffic).filter(({ arn }) => theirs.has(arn));
}

/** The rules and target groups that a fleet names for its traffic. */
export function namedInTraffic(traffic: Traffic): readonly Named[] {
  if (traffic.strategy === "target-group")
    return [{ path: ["traffic", "targetGroup"], arn: traffic.targetGroup }];
  return pairsOf(traffic).flatMap(({ rules, targetGroups }) => [...rules, ...targetGroups]);
}
