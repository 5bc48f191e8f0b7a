import type { Traffic } from "../traffic-settings.ts";

/** An ARN that a declaration names, and where in it. */
interface Named {
  readonly path: readonly (string | number)[];
  readonly arn: string;
}

/** What of a fleet's traffic another fleet names, too: each would move the other's. A balancer's rule, a target group. */
export function sharedTraffic(traffic: Traffic, other: Traffic): readonly Named[] {
  const theirs = new Set(namedIn(other).map(({ arn }) => arn));
  return namedIn(traffic).filter(({ arn }) => theirs.has(arn));
}

function namedIn(traffic: Traffic): readonly Named[] {
  if (traffic.strategy === "none") return [];
  if (traffic.strategy === "target-group")
    return [{ path: ["traffic", "targetGroup"], arn: traffic.targetGroup }];
  return [
    traffic.strategy === "alb-weighted"
      ? { path: ["traffic", "rule"], arn: traffic.rule }
      : { path: ["traffic", "listener"], arn: traffic.listener },
    ...traffic.targetGroups.map((arn, index) => ({ path: ["traffic", "targetGroups", index], arn })),
  ];
}
