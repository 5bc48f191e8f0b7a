import type { World } from "../../../world/world.ts";
import { rulesOf } from "../routing.ts";
import { refreshUse } from "../target-groups/target-use.ts";

/** Deletes a listener with all its rules. */
export function deleteListener(world: World, listenerArn: string): void {
  const rules = rulesOf(world.state, listenerArn);
  for (const rule of rules) world.state.rules.delete(rule.arn);
  world.state.listeners.delete(listenerArn);
  refreshUse(world);
  for (const rule of rules) world.happened("elasticloadbalancing", "rule-deleted", rule.arn);
}
