import { excused } from "../../exemptions.ts";
import { forwardOf } from "../../../../simulator/services/elbv2/routing.ts";
import { type Generation } from "../../../../src/domain/generation.ts";
import type { RolloutRecord } from "../../../../src/domain/run/rollout.ts";
import { isFrozen, unsettledRollout } from "../../../world/ledger-view.ts";
import type { CheckerInput } from "../../checker-input.ts";
import { ownIn, ruleAt } from "../../fleet-rules.ts";
import type { Change, Invariant } from "../../invariant.ts";
import type { Said } from "../../spoken/said.ts";
import { healthyAt, shareOf, sidesOf } from "../../sides.ts";

/** A run looks at weights until blue is released, or green has none any more; what comes right after may go unseen. */
const LOOKED_MS = 120_000;

/** When a rule was changed last, by a run of moult's and by anybody else. */
interface Changed {
  byRun: number;
  byOthers: number;
}

/**
 * Fifteen minutes after calm the weight stands on the healthiest eligible side: at quiescence all of each rule's weight is on a side
 * whose servers answer, if any does: on the live generation, or, where a run needs a person, on one of its two. Also where
 * somebody moved it while a run looked after it. What somebody moves at rest is byOthers: it is told, and not changed.
 */
export const rests = (): Invariant => {
  const changed = new Map<string, Changed>();
  const weighed = trackWeighed();
  const of = (rule: string): Changed => {
    const known = changed.get(rule) ?? { byRun: 0, byOthers: 0 };
    changed.set(rule, known);
    return known;
  };
  return {
    name: "rests",
    change: ({ call }: Change, { world }) => {
      const rule = call.input["RuleArn"] ?? call.input["ListenerArn"];
      if (call.action === "ModifyRule" || call.action === "ModifyListener")
        of(String(rule)).byRun = world.now();
      return undefined;
    },
    worldEvent: ({ kind, subject, at }, { world }) => {
      if (kind !== "rule-modified") return undefined;
      const record = world.state.rules.get(subject);
      const rule = of(record?.priority === "default" ? record.listenerArn : subject);
      if (rule.byRun !== at) rule.byOthers = at;
      weighed.modified(subject, forwardOf(record?.actions ?? [])?.targetGroups ?? [], at);
      return undefined;
    },
    quiescent: (input) => {
      if (!input.plan.fleet.strategy.endsWith("-weighted") || isFrozen(input.view, input.world.now()))
        return undefined;
      for (const { rules, targetGroups } of input.account.pairs)
        for (const rule of rules) {
          const fault = ruleFault({ rule, pair: targetGroups, changed: of(rule), weighed }, input);
          if (fault !== undefined) return fault;
        }
      return undefined;
    },
  };
};

/** Since when each target group has weight without a break, in whichever rule: of several that lead to one it is told once. */
function trackWeighed(): Weighed {
  const rulesOf = new Map<string, Set<string>>();
  const since = new Map<string, number>();
  return {
    modified: (rule, targetGroups, at) => {
      const now = new Set(targetGroups.filter(({ weight }) => weight > 0).map(({ arn }) => arn));
      for (const arn of now) {
        const rules = rulesOf.get(arn) ?? new Set();
        if (rules.size === 0) since.set(arn, at);
        rulesOf.set(arn, rules.add(rule));
      }
      for (const [arn, rules] of rulesOf) if (!now.has(arn)) rules.delete(rule);
    },
    since: (arn) => since.get(arn) ?? 0,
  };
}

interface Weighed {
  readonly modified: (rule: string, targetGroups: readonly Weighted[], at: number) => void;
  readonly since: (targetGroup: string) => number;
}

interface Weighted {
  readonly arn: string;
  readonly weight: number;
}

interface Resting {
  readonly rule: string;
  readonly pair: readonly string[];
  readonly changed: Changed;
  readonly weighed: Weighed;
}

function ruleFault({ rule, pair, changed, weighed }: Resting, input: CheckerInput): string | undefined {
  const record = ruleAt(input.world.state, rule);
  const isThere = pair.every((arn) => input.world.state.targetGroups.has(arn));
  const isGone = record === undefined || !isThere;
  if (record === undefined || excused("rests: a rule or a target group that is gone", isGone))
    return undefined;
  const weights = new Map(forwardOf(record.actions)?.targetGroups.map(({ arn, weight }) => [arn, weight]));
  const own = new Map([...weights].filter(([arn]) => pair.includes(arn)));
  const sides = eligible(input).flatMap((side) => {
    const arn = ownIn(side, pair);
    return arn === undefined ? [] : [{ arn, healthy: healthyAt(arn, side, input) }];
  });
  const able = sides.filter(({ healthy }) => healthy > 0);
  const share = able.reduce((sum, { arn }) => sum + shareOf(own, arn), 0);
  if (able.length === 0 || share > 0.999) return undefined;
  const astray = [...own].flatMap(([arn, weight]) =>
    weight > 0 && !able.some((side) => side.arn === arn) ? [arn] : [],
  );
  if (excused("rests: weights that somebody moved at rest", isTheirs({ changed, weighed, astray }, input)))
    return undefined;
  const percent = Math.round(100 * (1 - share));
  return `${percent}% of the weight of ${rule} is on nobody that answers, ${able.map(({ arn }) => arn).join(" and ")} does`;
}

/** The live generation; the two of a run that needs a person. */
function eligible(input: CheckerInput): readonly Generation[] {
  const unsettled = unsettledRollout(input.view);
  const { blue, green } = sidesOf(input, unsettled);
  const live = [...input.view.generations.values()].filter(({ state }) => state === "live");
  const kept = [blue, green].filter((each) => each !== undefined && each.state !== "gone");
  return unsettled === undefined
    ? live
    : [...new Set([...live, ...kept])].filter((each) => each !== undefined);
}

/**
 * Somebody changed the rule last, when no run looked after its weights any more; and of each target group that has weight and nobody
 * who answers people were told since it has some. Who moves it again, and leaves some there, is not told the same again.
 */
function isTheirs(
  { changed: { byRun, byOthers }, weighed, astray }: Astray,
  { view, said }: CheckerInput,
): boolean {
  if (byOthers <= byRun) return false;
  for (const run of view.rollouts.values())
    if (byOthers >= run.startedAt && byOthers < lookedUntil(run) - LOOKED_MS) return false;
  return astray.every((arn) => said.some((each) => isOf(arn, each) && each.at >= weighed.since(arn)));
}

interface Astray extends Pick<Resting, "changed" | "weighed"> {
  /** Target groups that have weight, and nobody who answers. */
  readonly astray: readonly string[];
}

const isOf = (arn: string, { kind, words }: Said): boolean =>
  (kind === "irregularity" || kind === "nobody-serves") && words.includes(arn);

const lookedUntil = ({ milestones, endedAt }: RolloutRecord): number =>
  milestones["blue-released"] ?? milestones["traffic-reverted"] ?? endedAt ?? Number.POSITIVE_INFINITY;
