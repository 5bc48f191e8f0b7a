import { forwardOf } from "../../simulator/services/elbv2/routing.ts";
import type { ForwardRecord } from "../../simulator/services/elbv2/state.ts";
import type { Generation } from "../../src/domain/generation.ts";
import { percentOf } from "../../src/domain/percent.ts";
import type { RolloutRecord } from "../../src/domain/run/rollout.ts";
import type { OutcomeInput } from "./checker-input.ts";
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
  readonly before: ReadonlyMap<string, number>;
  readonly after: ReadonlyMap<string, number>;
}

/** The weights of the fleet's rule before a change of it and after; undefined for any other change. */
export function weightsOf({ call }: Change, { world, account }: OutcomeInput): NewWeights | undefined {
  const { action, input } = call;
  if (action !== "ModifyListener" && action !== "ModifyRule") return undefined;
  const actions = (input["DefaultActions"] ?? input["Actions"]) as readonly Given[] | undefined;
  const rule = [...world.state.rules.values()].find(({ listenerArn }) => listenerArn === account.listener);
  const forward = actions?.find(({ Type }) => Type === "forward");
  if (forward === undefined) return undefined;
  const groups = forward.ForwardConfig?.TargetGroups ?? [
    { TargetGroupArn: forward.TargetGroupArn, Weight: 1 },
  ];
  return {
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

/** Servers of a generation that answered in its target group, at some instant since the decision was begun. */
export function healthyOf(generation: Generation | undefined, change: Change, input: OutcomeInput): number {
  if (generation === undefined) return 0;
  const { serving, account, plan } = input;
  if (plan.fleet.strategy === "none") return serving.inServiceSince(generation.group, change.since);
  const arn = plan.fleet.strategy === "target-group" ? account.targetGroups[0] : generation.targetGroup;
  return serving.healthySince(arn ?? "", change.since, serving.members(generation.group));
}

/** In one target group its healthy servers share the traffic by themselves, and servers that pull have none. */
export function hasWeight({ targetGroup }: Generation, { world, account }: OutcomeInput): boolean {
  const rule = [...world.state.rules.values()].find(({ listenerArn }) => listenerArn === account.listener);
  const weights = (rule && forwardOf(rule.actions)?.targetGroups) ?? [];
  return weights.some(({ arn, weight }) => arn === targetGroup && weight > 0);
}

/** Servers of a generation that answer in its target group at this instant; 1 where there is no weight. */
export function healthyIn({ group, targetGroup }: Generation, { world, plan }: OutcomeInput): number {
  if (!plan.fleet.strategy.endsWith("-weighted")) return 1;
  const members = world.state.groups.get(group)?.instances;
  const targets = [...(world.state.targetGroups.get(targetGroup ?? "")?.targets.values() ?? [])];
  return targets.filter(({ id, state }) => state === "healthy" && members?.has(id)).length;
}
