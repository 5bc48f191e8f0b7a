import type { BoundStrategy } from "../strategy-kinds.ts";
import type { ListenerAction, TrafficSides } from "../traffic-strategy.ts";

/**
 * The first declared step that would not be read back as itself if it were written: beside other target groups the
 * pair keeps the weight it has, and weights are whole numbers, so 10% of a weight of 1 is nothing at all.
 */
export function stepTooFine(
  strategy: Pick<BoundStrategy, "steps" | "read" | "change">,
  actions: readonly ListenerAction[],
  sides: TrafficSides,
): number | undefined {
  const observed = { kind: "actions" as const, actions };
  return strategy.steps.find((percent) => {
    const [change] = strategy.change(observed, { percent, sides });
    const written = change?.kind === "write-actions" ? { ...observed, actions: change.actions } : observed;
    const reading = strategy.read(written, sides);
    return !("percent" in reading) || reading.percent !== percent;
  });
}
