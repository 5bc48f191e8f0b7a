import type { World } from "../../../world/world.ts";
import { effectiveActions } from "../routing.ts";
import type { ActionRecord, ListenerRecord, RuleRecord } from "../state.ts";
import { refreshUse } from "../target-groups/target-use.ts";

/**
 * How long a changed rule takes to be true at every node of a load balancer, in seconds. AWS gives no number; reads
 * show the change at once, so whoever acts on a reading must wait as well (design 7).
 */
const PROPAGATION_SECONDS = { least: 1, most: 5 };

interface NewRule {
  readonly listener: ListenerRecord;
  readonly priority: string;
  readonly conditions: RuleRecord["conditions"];
  readonly actions: readonly ActionRecord[];
  readonly tags: RuleRecord["tags"];
}

/** Adds a rule to a listener. A new rule works at once: no request depends on what was there before. */
export function addRule(world: World, { listener, ...settings }: NewRule): RuleRecord {
  const arn = `${listener.arn.replace(":listener/", ":listener-rule/")}/${world.random.hex(16)}`;
  const rule: RuleRecord = {
    arn,
    listenerArn: listener.arn,
    ...settings,
    previous: null,
    changedAt: world.now(),
  };
  world.state.rules.set(arn, rule);
  refreshUse(world);
  world.happened("elasticloadbalancing", "rule-created", arn);
  return rule;
}

/** Replaces what a rule says. The nodes act on what they acted on before until the change has reached them. */
export function changeRule(
  world: World,
  rule: RuleRecord,
  change: { readonly actions?: readonly ActionRecord[]; readonly conditions?: RuleRecord["conditions"] },
): void {
  const now = world.now();
  if (change.conditions) rule.conditions = change.conditions;
  if (change.actions) {
    const seconds = world.random.integer(PROPAGATION_SECONDS.least, PROPAGATION_SECONDS.most);
    rule.previous = { actions: effectiveActions(rule, now), until: now + seconds * 1000 };
    rule.actions = change.actions;
    const { arn } = rule;
    world.after(seconds, () => finishPropagation(world, arn));
  }
  rule.changedAt = now;
  refreshUse(world);
  world.happened("elasticloadbalancing", "rule-modified", rule.arn);
}

// A later change may have started its own propagation since this was scheduled.
function finishPropagation(world: World, arn: string): void {
  const rule = world.state.rules.get(arn);
  if (rule?.previous == null || rule.previous.until > world.now()) return;
  rule.previous = null;
  refreshUse(world);
  world.happened("elasticloadbalancing", "rule-propagated", arn);
}
