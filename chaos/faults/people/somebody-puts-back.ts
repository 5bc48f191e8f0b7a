import { forwardOf } from "../../../simulator/services/elbv2/routing.ts";
import type { ForwardRecord, RuleRecord } from "../../../simulator/services/elbv2/state.ts";
import type { FaultKind, FaultWork } from "../fault-kind.ts";

/**
 * Somebody takes a changed rule for a mistake and puts back what was there before, seconds or minutes later: a person,
 * or a tool that applies what its files say.
 */
export const somebodyPutsBack: FaultKind = {
  name: "somebody-puts-back",
  begin: (work) => {
    const { chaos, random, rate } = work;
    const chance = 0.7 + 0.3 * rate;
    // A small step is hardly noticed; that a side has nothing more, is.
    const onlyMoves = random.chance(0.6);
    let left = random.integer(1, 3);
    let own = "";
    chaos.simulator.world.onWorldEvent(({ kind, subject }) => {
      const rule = chaos.simulator.world.state.rules.get(subject);
      if (kind !== "rule-modified" || rule === undefined || chaos.faultsEnded || left === 0) return;
      const before = forwardOf(rule.previous?.actions ?? []);
      const after = forwardOf(rule.actions);
      if (before === undefined || keyOf(after) === own) return;
      if ((onlyMoves && !takesAll(before, after)) || !random.chance(chance)) return;
      left -= 1;
      const seconds = random.chance(0.7) ? random.integer(1, 9) : random.integer(10, 300);
      chaos.simulator.world.after(seconds, () => {
        if (chaos.faultsEnded) return;
        own = keyOf(before);
        putBack(rule, before, work).catch((error: unknown) => chaos.note(String(error)));
      });
    });
  },
};

/** Whether a target group that had weight has none any more. */
const takesAll = (before: ForwardRecord, after: ForwardRecord | undefined): boolean =>
  before.targetGroups.some(
    ({ arn, weight }) =>
      weight > 0 && !after?.targetGroups.some((each) => each.arn === arn && each.weight > 0),
  );

const keyOf = (forward: ForwardRecord | undefined): string => JSON.stringify(forward?.targetGroups ?? []);

async function putBack(
  rule: RuleRecord,
  { targetGroups, stickiness }: ForwardRecord,
  { chaos }: FaultWork,
): Promise<void> {
  chaos.count("somebody-puts-back");
  const TargetGroups = targetGroups.map(({ arn, weight }) => ({ TargetGroupArn: arn, Weight: weight }));
  const sticky = stickiness && { Enabled: stickiness.enabled, DurationSeconds: stickiness.durationSeconds };
  const ForwardConfig = { TargetGroups, ...(sticky && { TargetGroupStickinessConfig: sticky }) };
  const actions = [{ Type: "forward" as const, ForwardConfig }];
  const arn = rule.priority === "default" ? rule.listenerArn : rule.arn;
  chaos.interferes("traffic", arn);
  await chaos.operator.setActions(arn, actions);
}
