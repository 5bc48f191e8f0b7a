import { forwardOf } from "../../simulator/services/elbv2/routing.ts";
import type { ForwardRecord } from "../../simulator/services/elbv2/state.ts";
import { type Generation, targetGroupsOf } from "../../src/domain/generation.ts";
import { percentOf } from "../../src/domain/percent.ts";
import type { RolloutRecord } from "../../src/domain/run/rollout.ts";
import type { OutcomeInput } from "./checker-input.ts";
import { ruleAt, weightedNow } from "./fleet-rules.ts";
import type { Change } from "./invariant.ts";

/** Blue and green of a rollout, as the ledger has them. */
export function sidesOf({ view }: OutcomeInput, rollout: RolloutRecord | undefined) {
  const of = (number: number | null | undefined): Generation | undefined =>
    number === null || number === undefined ? undefined : view.generations.get(number);
  return { blue: of(rollout?.blue), green: of(rollout?.green) };
}

/** The group a change is made to. */
export const groupOf = ({ call }: Change): string | undefined => {
  const name = call.input["AutoScalingGroupName"];
  return typeof name === "string" ? name : undefined;
};

/** Servers that have to be in traffic: the fleet's floor, of as many as the rollout knows. */
export function floorOf({ view }: OutcomeInput, rollout: RolloutRecord): number {
  return percentOf(view.fleet?.capacity.floor ?? 100, rollout.size);
}

interface NewWeights {
  /** The rule that is changed, and the target groups of its pair. */
  readonly rule: string;
  readonly pair: readonly string[];
  readonly before: ReadonlyMap<string, number>;
  readonly after: ReadonlyMap<string, number>;
}

/** The weights of one of the fleet's rules before a change of it and after; undefined for any other change. */
export function weightsOf({ call }: Change, { world, account }: OutcomeInput): NewWeights | undefined {
  const { action, input } = call;
  if (action !== "ModifyListener" && action !== "ModifyRule") return undefined;
  const actions = (input["DefaultActions"] ?? input["Actions"]) as readonly Given[] | undefined;
  const changed = String(input["RuleArn"] ?? input["ListenerArn"]);
  const rule = ruleAt(world.state, changed);
  const pair =
    account.pairs.find(({ rules }) => rules.includes(changed))?.targetGroups ?? account.targetGroups;
  const forward = actions?.find(({ Type }) => Type === "forward");
  if (forward === undefined) return undefined;
  const groups = forward.ForwardConfig?.TargetGroups ?? [
    { TargetGroupArn: forward.TargetGroupArn, Weight: 1 },
  ];
  return {
    rule: changed,
    pair,
    before: byArn(rule && forwardOf(rule.actions)),
    after: new Map(groups.map(({ TargetGroupArn = "", Weight = 1 }) => [TargetGroupArn, Weight])),
  };
}

interface Given {
  readonly Type?: string;
  readonly TargetGroupArn?: string;
  readonly ForwardConfig?: {
    readonly TargetGroups?: readonly { TargetGroupArn?: string; Weight?: number }[];
  };
}

const byArn = (forward: ForwardRecord | undefined): Map<string, number> =>
  new Map(forward?.targetGroups.map(({ arn, weight }) => [arn, weight]) ?? []);

/** A target group's part of the traffic, 0 to 1. */
export function shareOf(weights: ReadonlyMap<string, number>, arn: string | null | undefined): number {
  const all = [...weights.values()].reduce((sum, each) => sum + each, 0);
  return all === 0 ? 0 : (weights.get(arn ?? "") ?? 0) / all;
}

/** In the pair in which it has fewest a side has as many as it has. */
export const least = (counts: readonly number[]): number => (counts.length === 0 ? 0 : Math.min(...counts));

/** Servers of a generation that answered in its target groups, at some instant since the decision was begun. */
export function healthyOf(generation: Generation | undefined, change: Change, input: OutcomeInput): number {
  if (generation === undefined) return 0;
  const { serving, plan } = input;
  if (plan.fleet.strategy === "none") return serving.inServiceSince(generation.group, change.since);
  const members = serving.members(generation.group);
  return least(
    targetGroupsIn(generation, input).map((arn) => serving.healthySince(arn, change.since, members)),
  );
}

/** The fewest of them that answered there at one instant since the decision was begun: it may have been read then. */
export function fewestOf(generation: Generation | undefined, change: Change, input: OutcomeInput): number {
  if (generation === undefined) return 0;
  const { serving } = input;
  const members = serving.members(generation.group);
  return least(
    targetGroupsIn(generation, input).map((arn) => serving.fewestHealthy(arn, change.since, members)),
  );
}

/** The target groups that the side's servers answer in. */
export const targetGroupsIn = (side: Generation, { plan, account }: OutcomeInput): readonly string[] =>
  plan.fleet.strategy === "target-group" ? account.targetGroups.slice(0, 1) : targetGroupsOf(side);

/** In one target group its healthy servers share the traffic by themselves, and servers that pull have none. */
export function hasWeight(generation: Generation, { world, account }: OutcomeInput): boolean {
  const weighted = weightedNow(world.state, account);
  return targetGroupsOf(generation).some((arn) => weighted.has(arn));
}

/** Servers of a generation that answer in its target groups at this instant; 1 where there is no weight. */
export function healthyIn(generation: Generation, input: OutcomeInput): number {
  if (!input.plan.fleet.strategy.endsWith("-weighted")) return 1;
  return least(targetGroupsOf(generation).map((arn) => healthyAt(arn, generation, input)));
}

/** Servers of a generation that answer in this target group at this instant. */
export function healthyAt(arn: string, { group }: Generation, { world }: OutcomeInput): number {
  const members = world.state.groups.get(group)?.instances;
  const targets = [...(world.state.targetGroups.get(arn)?.targets.values() ?? [])];
  return targets.filter(({ id, state }) => state === "healthy" && members?.has(id)).length;
}

/**
 * Servers of a retained generation in this target group. One that was in standby as its group went out of traffic registers
 * when a person takes it out of standby, whichever generation serves from there by then.
 */
export function retainedIn(arn: string, { world, view }: OutcomeInput): string[] {
  const members = new Set(
    [...view.generations.values()]
      .filter(({ state }) => state === "retained")
      .flatMap(({ group }) => [...(world.state.groups.get(group)?.instances.keys() ?? [])]),
  );
  const targets = [...(world.state.targetGroups.get(arn)?.targets.values() ?? [])];
  return targets.flatMap(({ id, drainingSince }) => (drainingSince === null && members.has(id) ? [id] : []));
}
