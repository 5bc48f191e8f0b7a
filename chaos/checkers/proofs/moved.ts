import { carriersOf, isAlone } from "../carrying.ts";
import { ownIn } from "../fleet-rules.ts";
import type { CheckerInput } from "../checker-input.ts";
import type { Change, Decision } from "../invariant.ts";
import { shareOf, sidesOf, weightsOf } from "../sides.ts";

/**
 * Traffic counts as moved when it is read back as moved (design 7): at some instant of the look that decided so, green
 * alone had it.
 */
export function movedFault({ entry, rollout, since }: Decision, input: CheckerInput): string | undefined {
  const { plan, serving } = input;
  if (entry.action !== "ShiftTraffic passed" || plan.fleet.strategy === "none") return undefined;
  // Behind the point of no return the step is passed through.
  if (rollout.milestones["blue-released"] !== undefined) return undefined;
  const carries = carriersOf(sidesOf(input, rollout).green, plan.fleet);
  return serving.trafficWas(since, (names) => isAlone(names, carries))
    ? undefined
    : `${entry.action}, and traffic was not all on ${carries.join(" and ")} while that was decided`;
}

/**
 * Whether a change takes the last of blue's traffic, which blue had all the while the change was decided on: what was
 * drained and handed off before it says nothing any more.
 */
export function takesTrafficFromBlue(change: Change, input: CheckerInput): boolean {
  const weights = weightsOf(change, input);
  if (weights === undefined) return false;
  const arn = ownIn(sidesOf(input, change.rollout).blue, weights.pair);
  if (arn === undefined) return false;
  const takes = shareOf(weights.before, arn) > 0 && shareOf(weights.after, arn) === 0;
  return takes && !input.serving.trafficWas(change.since, (names) => !names.has(arn));
}
