import type { ListenerAction, ObservedTraffic, TrafficReading, TrafficSource } from "../traffic-strategy.ts";

/** Whose traffic it is about, with the target groups of each side: one of each pair. `blue` is null for a first generation. */
export interface FleetSides {
  readonly blue: FleetSide | null;
  readonly green: FleetSide;
}

interface FleetSide {
  readonly group: string;
  readonly targetGroups: readonly string[];
}

/** Where the truth about a fleet's traffic is read: the rules in the order in which they are set. */
export type FleetSource =
  | { readonly kind: "actions"; readonly arns: readonly string[] }
  | Exclude<TrafficSource, { kind: "actions" }>;

export interface RuleActions {
  readonly arn: string;
  /** Null: somebody deleted the rule. */
  readonly actions: readonly ListenerAction[] | null;
}

/** What is read of a fleet's traffic, rule by rule. */
export type FleetTraffic =
  | { readonly kind: "actions"; readonly rules: readonly RuleActions[] }
  | Exclude<ObservedTraffic, { kind: "actions" }>;

interface RuleShare {
  readonly arn: string;
  readonly percent: number;
}

/** Green's share: of several rules the highest, with that of each rule that is there. */
export type FleetReading =
  | { readonly percent: number; readonly byRule?: readonly RuleShare[] }
  | { readonly unreadable: string };

/** What one rule gives green; null: it is gone. */
export interface RuleReading {
  readonly arn: string;
  readonly reading: TrafficReading | null;
}

/**
 * What the rules say together. The share that floors use is the highest of any rule. `readable`: on the way back a rule that
 * nobody can read keeps no other from going back, and is waited for when they have.
 */
export function togetherRead(readings: readonly RuleReading[], mode: "all" | "readable"): FleetReading {
  const unread = readings.flatMap(({ reading }) => (reading && "unreadable" in reading ? [reading] : []));
  const byRule = readings.flatMap(({ arn, reading }) =>
    reading && "percent" in reading ? [{ arn, percent: reading.percent }] : [],
  );
  const percent = Math.max(0, ...byRule.map((each) => each.percent));
  const [first] = unread;
  if (first !== undefined && (mode === "all" || percent === 0)) return first;
  if (byRule.length === 0) return { unreadable: "no rule of the fleet is there any more" };
  return readings.length === 1 ? { percent } : { percent, byRule };
}

/** As people read it: `10%`, and where rules differ each with its own. */
export const shownReading = (reading: FleetReading): string => {
  if ("unreadable" in reading) return "nothing readable";
  const { percent, byRule = [] } = reading;
  if (byRule.every((each) => each.percent === percent)) return `${percent}%`;
  return byRule.map((each) => `${each.percent}% in ${each.arn}`).join(", ");
};

/** Green's share in the rule that gives it least. */
export const leastShare = (reading: Extract<FleetReading, { percent: number }>): number =>
  Math.min(reading.percent, ...(reading.byRule ?? []).map(({ percent }) => percent));
