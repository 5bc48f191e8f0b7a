import { defaultRuleOf } from "../../../simulator/services/elbv2/routing.ts";
import type { Web } from "./harness.ts";

/** ARNs of all rules that the scenario's fleet declares, in their order. */
export const rulesOf = ({ account }: Web): readonly string[] => account.pairs.flatMap(({ rules }) => rules);

/** Percent of each rule's pair that its second target group gets; undefined: the rule is gone. */
export const sharesOf = (web: Web): readonly (number | undefined)[] => {
  const { state } = web.simulator.world;
  return web.account.pairs.flatMap(({ rules, targetGroups: [first, second] }) =>
    rules.map((arn) => {
      const rule = state.rules.get(arn) ?? defaultRuleOf(state, arn);
      const forward = rule?.actions.flatMap((action) =>
        action.type === "forward" ? action.forward.targetGroups : [],
      );
      if (forward === undefined) return undefined;
      const weightOf = (group: string): number => forward.find((each) => each.arn === group)?.weight ?? 0;
      return Math.round((100 * weightOf(second)) / (weightOf(first) + weightOf(second)));
    }),
  );
};
