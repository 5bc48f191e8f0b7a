import type { Traffic } from "../traffic-settings.ts";
import { ownOf, pairsOf, type TrafficPair, type Weighted } from "./pairs-of.ts";

type Pair = { readonly targetGroups: [string, string] };
export type AlbRule = Extract<Weighted, { strategy: "alb-weighted" }> & Pair & { readonly rule: string };
export type NlbRule = Extract<Weighted, { strategy: "nlb-weighted" }> & Pair & { readonly listener: string };

/** One rule with its pair of target groups, as a fleet that has no other would declare it. */
export interface EachRule {
  readonly arn: string;
  readonly settings: AlbRule | NlbRule;
  /** Of a generation's target groups the one that this rule sends requests to. */
  readonly ownOf: (targetGroups: readonly string[]) => string | null;
}

/** Every rule of a weighted fleet, in the order in which they are set. */
export const eachRule = (traffic: Traffic): readonly EachRule[] => {
  const pairs = pairsOf(traffic);
  return pairs.flatMap((pair) =>
    pair.rules.map(({ arn }) => ({
      arn,
      settings: settingsOf(traffic as Weighted, arn, pair),
      // With one pair a generation has one target group.
      ownOf: (groups) => (pairs.length === 1 ? (groups[0] ?? null) : ownOf(pair, groups)),
    })),
  );
};

function settingsOf(traffic: Weighted, rule: string, { targetGroups: [one, two] }: TrafficPair) {
  const { steps, pause } = traffic;
  const same = { targetGroups: [one.arn, two.arn] as [string, string], steps, pause };
  return traffic.strategy === "alb-weighted"
    ? { strategy: traffic.strategy, rule, ...same }
    : { strategy: traffic.strategy, listener: rule, ...same };
}
