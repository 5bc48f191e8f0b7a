import { type EachRule, eachRule } from "./traffic-pairs/each-rule.ts";
import {
  type FleetReading,
  type FleetSides,
  type FleetSource,
  type FleetTraffic,
  type RuleReading,
  togetherRead,
} from "./traffic-pairs/fleet-traffic.ts";
import type { Traffic } from "./traffic-settings.ts";
import { albWeighted } from "./traffic-strategies/alb-weighted.ts";
import { nlbWeighted } from "./traffic-strategies/nlb-weighted.ts";
import { none } from "./traffic-strategies/none.ts";
import { targetGroup } from "./traffic-strategies/target-group.ts";
import type {
  ObservedTraffic,
  TrafficChange,
  TrafficMove,
  TrafficSides,
  TrafficSource,
} from "./traffic-strategy.ts";

/** Every way to move traffic. Adding one: a file in traffic-strategies/, its settings, a row here, a test. */
const strategies = {
  "alb-weighted": albWeighted,
  "nlb-weighted": nlbWeighted,
  "target-group": targetGroup,
  none,
} as const;

/** The settings of whichever strategy the table gives, as the type of the simplest. */
type OfNone = Extract<Traffic, { strategy: "none" }>;

/** Where a fleet's traffic shall go. */
interface FleetMove extends Omit<TrafficMove, "sides"> {
  readonly sides: FleetSides;
  /** Green's share in rules that are to have another than the rest, by ARN; null: the rule is left as it is. */
  readonly except?: ReadonlyMap<string, number | null>;
}

/** A strategy with a fleet's settings filled in: for all of its rules. */
export interface BoundStrategy {
  readonly steps: readonly number[];
  readonly rollbackSteps: readonly number[];
  readonly pauseSeconds: number;
  readonly source: FleetSource;
  /** One of each pair; none until traffic moves, or ever. */
  launchTargetGroups(blueTargetGroups: readonly string[]): readonly string[];
  /** What each rule gives green; of what has no rules one reading. */
  readEach(observed: FleetTraffic, sides: FleetSides): readonly RuleReading[];
  /** All of it together, as long as every rule can be read; `readable`: of those that can. */
  read(observed: FleetTraffic, sides: FleetSides, mode?: "all" | "readable"): FleetReading;
  /** In the order in which they are to be made. */
  change(observed: FleetTraffic, move: FleetMove): TrafficChange[];
}

/** `generation` first: there is no blue to share the traffic with, so green takes all of it in one step. */
export function strategyOf(traffic: Traffic, generation: "first" | "next" = "next"): BoundStrategy {
  const member = strategies[traffic.strategy] as (typeof strategies)["none"];
  const rules = eachRule(traffic);
  const parts = (rules.length === 0 ? [withoutRule(traffic)] : rules).map((rule) => partOf(member, rule));
  const settings = traffic as OfNone;
  const readEach: BoundStrategy["readEach"] = (observed, sides) =>
    parts.map((part) => part.read(observed, sides));
  return {
    steps: generation === "first" ? [100] : member.steps(settings),
    rollbackSteps: member.rollbackSteps,
    pauseSeconds: member.pauseSeconds(settings),
    source: sourceOf(parts.map((part) => part.source)),
    launchTargetGroups: (blue) => [...new Set(parts.flatMap((part) => part.launchTargetGroup(blue) ?? []))],
    readEach,
    read: (observed, sides, mode = "all") => togetherRead(readEach(observed, sides), mode),
    change: (observed, move) => parts.flatMap((part) => part.change(observed, move)),
  };
}

const withoutRule = (traffic: Traffic) => ({
  arn: "",
  settings: traffic,
  ownOf: (groups: readonly string[]) => groups[0] ?? null,
});

function sourceOf(sources: readonly TrafficSource[]): FleetSource {
  const arns = sources.flatMap((source) => (source.kind === "actions" ? [source.arn] : []));
  const [other = NOTHING] = sources.flatMap((source) => (source.kind === "actions" ? [] : [source]));
  return arns.length > 0 ? { kind: "actions", arns } : other;
}

const NOTHING = { kind: "nothing" } as const;

/** One rule's part of the fleet's traffic, as its strategy sees it. */
function partOf(member: (typeof strategies)["none"], rule: EachRule | ReturnType<typeof withoutRule>) {
  const { arn, ownOf } = rule;
  // The table gives the strategy that these are settings of.
  const settings = rule.settings as OfNone;
  const sidesIn = ({ blue, green }: FleetSides): TrafficSides => ({
    blue: blue && { group: blue.group, targetGroup: ownOf(blue.targetGroups) },
    green: { group: green.group, targetGroup: ownOf(green.targetGroups) },
  });
  return {
    source: member.source(settings),
    launchTargetGroup: (blue: readonly string[]) => member.launchTargetGroup(settings, ownOf(blue)),
    read: (observed: FleetTraffic, sides: FleetSides): RuleReading => {
      const own = observedAt(arn, observed);
      return { arn, reading: own && member.read(settings, own, sidesIn(sides)) };
    },
    change: (observed: FleetTraffic, { percent, except, sides, ...move }: FleetMove): TrafficChange[] => {
      const own = observedAt(arn, observed);
      const share = except?.has(arn) ? (except.get(arn) ?? null) : percent;
      if (own === null || share === null) return [];
      return member.change(settings, own, { ...move, percent: share, sides: sidesIn(sides) });
    },
  };
}

/** Of what was observed this rule's part; null: the rule is gone. */
function observedAt(arn: string, observed: FleetTraffic): ObservedTraffic | null {
  if (observed.kind !== "actions") return observed;
  const actions = observed.rules.find((rule) => rule.arn === arn)?.actions ?? null;
  return actions && { kind: "actions", actions };
}
