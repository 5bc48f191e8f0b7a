import type { Traffic } from "../traffic-settings.ts";
import type { TrafficStrategy } from "../traffic-strategy.ts";

/** The share that counts as "both generations are in the target group". */
const BOTH = 50;

const attached = (state: string | null): boolean => state !== null && state !== "Removing";

/**
 * One target group: green is attached beside blue (both serve), then blue is detached and drains. The way back is one
 * call: attach blue again.
 */
export const targetGroup: TrafficStrategy<Extract<Traffic, { strategy: "target-group" }>> = {
  strategy: "target-group",
  // Blue is attached and healthy again before green leaves.
  rollbackSteps: [BOTH, 0],
  steps: () => [BOTH, 100],
  pauseSeconds: () => 0,
  launchTargetGroup: () => null,
  source: (traffic) => ({ kind: "attachments", targetGroup: traffic.targetGroup }),
  read: (_traffic, observed, sides) => {
    if (observed.kind !== "attachments") return { unreadable: "the attachments were not read" };
    const [blue, green] = [attached(observed.blue), attached(observed.green)];
    // Before a first generation nobody has the traffic; beside a blue that is somebody else's doing.
    if (!blue && !green && sides.blue !== null)
      return { unreadable: "neither generation is attached to the target group" };
    return { percent: green ? (blue ? BOTH : 100) : 0 };
  },
  change: (traffic, observed, { percent, sides, empty = false }) => {
    if (observed.kind !== "attachments") return [];
    const { targetGroup: arn } = traffic;
    const [hasBlue, hasGreen] = [attached(observed.blue), attached(observed.green)];
    // One side is attached, and green has a server that passed its check (`InService`), before the other is detached:
    // at no moment is the target group without servers that answer. Until then the change is half made, and looked at
    // again. Whether blue can take the traffic back is judged before it is asked for (return-traffic.ts).
    const greenServes = observed.green === "InService" || (empty && observed.green === "Added");
    const blueServes = observed.blue === "InService" || observed.blue === "Added";
    const attach = [
      ...(sides.blue && percent < 100 && !hasBlue ? [sides.blue] : []),
      ...(percent > 0 && !hasGreen ? [sides.green] : []),
    ];
    if (attach.length > 0) return attach.map(({ group }) => ({ kind: "attach", group, targetGroup: arn }));
    const detach = [
      ...(sides.blue && percent === 100 && hasBlue && greenServes ? [sides.blue] : []),
      ...(percent === 0 && hasGreen && blueServes ? [sides.green] : []),
    ];
    return detach.map(({ group }) => ({ kind: "detach", group, targetGroup: arn }));
  },
  stickySeconds: () => 0,
};
