import type { Warning } from "../../domain/neighbours/fault.ts";
import { pairsOf, placeOf } from "../../domain/traffic-pairs/pairs-of.ts";
import { forwardWeights } from "../../domain/traffic-strategies/weights.ts";
import type { Traffic } from "../../domain/traffic-settings.ts";
import type { StepContext } from "../../step/step.ts";
import { readEach } from "./pair-neighbours.ts";

/**
 * Target groups that a rule names at weight 0, as a stack that lists both of a pair leaves them: nobody says that Route 53 and a load
 * balancer's own DNS failover leave them out when they have no healthy target (aws-facts 8.7). One call a rule.
 */
export async function idleNamed(
  traffic: Traffic,
  { aws }: Pick<StepContext<"elbv2">, "aws">,
): Promise<Warning[]> {
  const warnings = await Promise.all(
    pairsOf(traffic).map(async (pair) =>
      (await readEach(pair, aws.elbv2)).flatMap(({ actions = [], ...rule }) =>
        (forwardWeights(actions) ?? [])
          .filter(({ weight }) => weight === 0)
          .map(({ arn }) => ({
            place: placeOf(rule),
            why: `${arn} is named at weight 0: without a healthy target it may count against all of the load balancer, where Route 53 evaluates its health or dns_failover does. Take it out of the forward action, a rollout puts green's in and takes blue's out`,
          })),
      ),
    ),
  );
  return warnings.flat();
}
