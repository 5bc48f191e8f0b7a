import type { RolloutRecord } from "../run/rollout.ts";
import { type FleetReading, leastShare } from "./fleet-traffic.ts";

type SetTraffic = RolloutRecord["traffic"];
type ReadTraffic = Extract<FleetReading, { percent: number }>;
type Rules = NonNullable<SetTraffic["rules"]>;

/** What a rule was last set to give green. */
const shareSetIn = (arn: string, { rules, setPercent }: SetTraffic): number =>
  rules?.[arn]?.setPercent ?? setPercent;

/** Whether every rule gives green what it was set to. */
export function isAsSet(reading: FleetReading, set: SetTraffic): boolean {
  if ("unreadable" in reading) return false;
  const { percent, byRule } = reading;
  return byRule
    ? byRule.every((each) => each.percent === shareSetIn(each.arn, set))
    : percent === set.setPercent;
}

/** Whether some rule gives green more than it was set to: somebody's doing. */
export const isAhead = (reading: ReadTraffic, set: SetTraffic): boolean =>
  reading.byRule
    ? reading.byRule.some((each) => each.percent > shareSetIn(each.arn, set))
    : reading.percent > set.setPercent;

/** What is set from now on where some rules were found ahead: those keep what they have. */
export function keptAhead(reading: ReadTraffic, set: SetTraffic): Pick<SetTraffic, "setPercent" | "rules"> {
  const setPercent = Math.max(set.setPercent, leastShare(reading));
  const { byRule } = reading;
  if (byRule === undefined) return { setPercent };
  const kept = byRule.map(({ arn, percent }): [string, Rules[string]] => [
    arn,
    { setPercent: Math.max(percent, shareSetIn(arn, set)), observedPercent: percent },
  ]);
  return { setPercent, rules: { ...set.rules, ...Object.fromEntries(kept) } };
}

/** Rules that are to have another share than the rest; null: they are left as they are. */
export type Exceptions = ReadonlyMap<string, number | null>;

/** Nobody who has more already is given less. */
export const exceptAhead = ({ byRule = [] }: ReadTraffic, percent: number): Exceptions =>
  new Map(byRule.filter((each) => each.percent > percent).map((each) => [each.arn, each.percent]));

/** Each rule keeps its share; one that cannot be read is left as it is. */
export const exceptAsRead = (arns: readonly string[], { byRule }: ReadTraffic): Exceptions =>
  byRule === undefined
    ? new Map()
    : new Map(arns.map((arn) => [arn, byRule.find((each) => each.arn === arn)?.percent ?? null]));

/**
 * On the way back: no rule is given more of green than it has, unless green gets all of it, and one that cannot be read is
 * left as it is.
 */
export function exceptOnRollback(arns: readonly string[], reading: ReadTraffic, to: number): Exceptions {
  const all = exceptAsRead(arns, reading);
  if (to > reading.percent || to === 100) return new Map([...all].filter(([, share]) => share === null));
  return new Map([...all].filter(([, share]) => share === null || share <= to));
}

/** What is written down of each rule when they are set; nothing of a fleet with one. */
export const rulesSet = (
  arns: readonly string[],
  percent: number,
  { except = new Map(), before }: { readonly except?: Exceptions; readonly before: SetTraffic },
): Pick<SetTraffic, "rules"> =>
  arns.length < 2
    ? {}
    : {
        rules: Object.fromEntries(
          arns.map((arn): [string, Rules[string]] => {
            const share = except.has(arn) ? (except.get(arn) ?? shareSetIn(arn, before)) : percent;
            return [arn, { ...before.rules?.[arn], setPercent: share, observedPercent: null }];
          }),
        ),
      };

/** What is written down of each rule when they are read. */
export const rulesRead = (reading: FleetReading, { rules }: SetTraffic): Pick<SetTraffic, "rules"> =>
  rules === undefined
    ? {}
    : {
        rules: Object.fromEntries(
          Object.entries(rules).map(([arn, rule]): [string, Rules[string]] => {
            const byRule = "percent" in reading ? (reading.byRule ?? []) : [];
            return [
              arn,
              { ...rule, observedPercent: byRule.find((each) => each.arn === arn)?.percent ?? null },
            ];
          }),
        ),
      };
