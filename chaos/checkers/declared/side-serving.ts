import { forwardOf } from "../../../simulator/services/elbv2/routing.ts";
import { isServing } from "../../../simulator/services/ec2/instances/launch.ts";
import type { Generation } from "../../../src/domain/generation.ts";
import { isAttached } from "../carrying.ts";
import type { OutcomeInput } from "../checker-input.ts";

/** One target group is for all: who is attached to it has traffic, and its healthy servers share that by themselves. */
const isShared = ({ plan }: OutcomeInput): boolean => plan.fleet.strategy === "target-group";

/** The target group that the side's servers answer in, and whether users' requests go to it, or the side is attached to it. */
export const targetGroupOf = (side: Generation, input: OutcomeInput): string =>
  (isShared(input) ? input.account.targetGroups[0] : side.targetGroup) ?? "";

/** Whether users' requests go to the side. Servers that pull have none. */
export function carries(side: Generation, input: OutcomeInput): boolean {
  const { world, account } = input;
  const arn = targetGroupOf(side, input);
  if (isShared(input)) {
    const group = world.state.groups.get(side.group);
    return group !== undefined && isAttached(group, arn);
  }
  const rule = [...world.state.rules.values()].find(({ listenerArn }) => listenerArn === account.listener);
  const weights = (rule && forwardOf(rule.actions)?.targetGroups) ?? [];
  return weights.some((each) => each.arn === arn && each.weight > 0);
}

/** Servers of the side that answer: as their target group says; of a side that is in none, as they are. */
export function answering(side: Generation, input: OutcomeInput): number {
  const { world } = input;
  const members = world.state.groups.get(side.group)?.instances;
  if (isShared(input) && !carries(side, input)) {
    const inService = [...(members?.values() ?? [])].filter(
      ({ lifecycleState }) => lifecycleState === "InService",
    );
    return inService.filter(({ id }) => {
      const instance = world.state.instances.get(id);
      return instance !== undefined && isServing(instance, world.now());
    }).length;
  }
  const targets = [...(world.state.targetGroups.get(targetGroupOf(side, input))?.targets.values() ?? [])];
  return targets.filter(({ id, state }) => state === "healthy" && members?.has(id)).length;
}
