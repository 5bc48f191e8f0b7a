import { InvalidInput } from "../../errors/errors.ts";
import type { Traffic } from "../traffic-settings.ts";

/** Traffic that weights move. */
export type Weighted = Extract<Traffic, { strategy: "alb-weighted" | "nlb-weighted" }>;

type Path = readonly (string | number)[];

/** Something that a declaration names, and where in it. */
export interface Named {
  readonly path: Path;
  readonly arn: string;
}

/** Two target groups, and the rules that send requests to them. */
export interface TrafficPair {
  readonly rules: readonly [Named, ...Named[]];
  readonly targetGroups: readonly [Named, Named];
  /** Where both target groups are declared. */
  readonly path: Path;
}

export const isWeighted = (traffic: Traffic): traffic is Weighted =>
  traffic.strategy === "alb-weighted" || traffic.strategy === "nlb-weighted";

/** A fleet's pairs in their declared order; one rule with its target groups is a list of one. None: nothing is weighted. */
export function pairsOf(traffic: Traffic): readonly TrafficPair[] {
  if (!isWeighted(traffic)) return [];
  if (traffic.pairs === undefined) return [onlyPair(traffic)];
  return traffic.pairs.map(({ rules, targetGroups }, index) => {
    const at = ["traffic", "pairs", index] as const;
    return pairAt(named(rules, [...at, "rules"]), targetGroups, [...at, "targetGroups"]);
  });
}

/** The rules of all pairs, in the order in which they are set. */
export const rulesOf = (traffic: Traffic): readonly string[] =>
  pairsOf(traffic).flatMap(({ rules }) => rules.map(({ arn }) => arn));

/** The target groups that a declaration names, whatever its strategy. */
export const targetGroupsIn = (traffic: Traffic): readonly string[] =>
  traffic.strategy === "target-group"
    ? [traffic.targetGroup]
    : pairsOf(traffic).flatMap(({ targetGroups }) => targetGroups.map(({ arn }) => arn));

/** Of a generation's target groups the one that is in this pair. */
export const ownOf = (pair: TrafficPair, targetGroups: readonly string[]): string | null =>
  pair.targetGroups.find(({ arn }) => targetGroups.includes(arn))?.arn ?? null;

/** Of the target groups that a group is attached to those that are a generation's own, in the order of the pairs. */
export const ownTargetGroups = (traffic: Traffic, attached: readonly string[]): readonly string[] =>
  isWeighted(traffic)
    ? pairsOf(traffic).flatMap((pair) => ownOf(pair, attached) ?? [])
    : attached.slice(0, 1);

/** As a fault names a place: `traffic.pairs.0.rules.1`. */
export const placeOf = ({ path }: { readonly path: Path }): string => path.join(".");

function onlyPair(traffic: Weighted): TrafficPair {
  const key = traffic.strategy === "alb-weighted" ? "rule" : "listener";
  const rule = traffic.strategy === "alb-weighted" ? traffic.rule : traffic.listener;
  const { targetGroups } = traffic;
  // The schema refuses it.
  if (rule === undefined || targetGroups === undefined)
    throw new InvalidInput(`traffic names neither pairs nor ${key} and targetGroups: declare one of them`);
  return pairAt([{ path: ["traffic", key], arn: rule }], targetGroups, ["traffic", "targetGroups"]);
}

const named = (arns: readonly string[], path: Path): Named[] =>
  arns.map((arn, index) => ({ path: [...path, index], arn }));

function pairAt(
  rules: readonly Named[],
  [first, second]: readonly [string, string],
  path: Path,
): TrafficPair {
  const [one, ...more] = rules;
  if (one === undefined) throw new InvalidInput(`${path.join(".")}: no rule sends requests to it: name one`);
  const targetGroups = [
    { path: [...path, 0], arn: first },
    { path: [...path, 1], arn: second },
  ] as const;
  return { rules: [one, ...more], targetGroups, path };
}
