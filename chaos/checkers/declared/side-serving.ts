import { isServing } from "../../../simulator/services/ec2/instances/launch.ts";
import type { Generation } from "../../../src/domain/generation.ts";
import { isAttached } from "../carrying.ts";
import { weightedNow } from "../fleet-rules.ts";
import { healthyAt, least, targetGroupsIn } from "../sides.ts";
import type { OutcomeInput } from "../checker-input.ts";

/** One target group is for all: who is attached to it has traffic, and its healthy servers share that by themselves. */
const isShared = ({ plan }: OutcomeInput): boolean => plan.fleet.strategy === "target-group";

/** Whether users' requests go to the side, or it is attached; by this target group where one is named. Servers that pull have none. */
export function carries(side: Generation, input: OutcomeInput, arn?: string): boolean {
  const { world, account } = input;
  const own = arn === undefined ? targetGroupsIn(side, input) : [arn];
  if (isShared(input)) {
    const group = world.state.groups.get(side.group);
    return group !== undefined && own.some((each) => isAttached(group, each));
  }
  const weighted = weightedNow(world.state, account);
  return own.some((each) => weighted.has(each));
}

/** Servers of the side that answer: as its target groups say, in the one with fewest; of a side that is in none, as they are. */
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
  return least(targetGroupsIn(side, input).map((arn) => healthyAt(arn, side, input)));
}

/** Whether requests go to the side where none of its servers answers. */
export const isDead = (side: Generation, input: OutcomeInput): boolean =>
  targetGroupsIn(side, input).some((arn) => carries(side, input, arn) && healthyAt(arn, side, input) === 0);
