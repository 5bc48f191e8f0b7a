import type { BoundStrategy } from "../strategy-kinds.ts";
import type { FleetSides, FleetTraffic, RuleActions } from "../traffic-pairs/fleet-traffic.ts";

/** A step that a rule cannot hold. */
interface StepTooFine {
  readonly arn: string;
  readonly step: number;
}

/**
 * The first declared step that would not be read back as itself if it were written: beside other target groups the
 * pair keeps the weight it has, and weights are whole numbers, so 10% of a weight of 1 is nothing at all.
 */
export function stepTooFine(
  strategy: Pick<BoundStrategy, "steps" | "readEach" | "change">,
  rules: readonly RuleActions[],
  sides: FleetSides,
): StepTooFine | undefined {
  const observed = { kind: "actions" as const, rules };
  for (const step of strategy.steps) {
    const changes = strategy.change(observed, { percent: step, sides });
    const written: FleetTraffic = {
      kind: "actions",
      rules: rules.map((rule) => {
        const change = changes.find((each) => each.kind === "write-actions" && each.arn === rule.arn);
        return change?.kind === "write-actions" ? { arn: rule.arn, actions: change.actions } : rule;
      }),
    };
    const wrong = strategy
      .readEach(written, sides)
      .find(({ reading }) => reading === null || !("percent" in reading) || reading.percent !== step);
    if (wrong !== undefined) return { arn: wrong.arn, step };
  }
  return undefined;
}
