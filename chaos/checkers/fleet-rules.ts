import type { Account } from "../../rehearsal/account.ts";
import { defaultRuleOf, forwardOf } from "../../simulator/services/elbv2/routing.ts";
import type { RuleRecord } from "../../simulator/services/elbv2/state.ts";
import type { World } from "../../simulator/world/world.ts";
import { type Generation, targetGroupsOf } from "../../src/domain/generation.ts";

type WorldState = World["state"];

/** The rule of this ARN, or a listener's default one; undefined: somebody deleted it. */
export const ruleAt = (state: WorldState, arn: string): RuleRecord | undefined =>
  state.rules.get(arn) ?? defaultRuleOf(state, arn);

/** ARNs of the target groups that some rule of the fleet gives weight. */
export const weightedNow = (state: WorldState, account: Account): ReadonlySet<string> =>
  new Set(
    account.pairs
      .flatMap(({ rules }) => rules.map((arn) => ruleAt(state, arn)))
      .flatMap((rule) => (rule && forwardOf(rule.actions)?.targetGroups) ?? [])
      .flatMap(({ arn, weight }) => (weight > 0 ? [arn] : [])),
  );

/** Of a generation's target groups the one in these. */
export const ownIn = (generation: Generation | undefined, pair: readonly string[]): string | undefined =>
  generation && targetGroupsOf(generation).find((arn) => pair.includes(arn));
