import type { Traffic } from "../traffic-settings.ts";
import type { ObservedTraffic, TrafficMove, TrafficSides, TrafficStrategy } from "../traffic-strategy.ts";

/** The share that counts as "both generations are in the target group". */
const BOTH = 50;
/**
 * A server passes its first check 5 to 30 s after it was registered (aws-facts 1.4). Each look before that takes three
 * calls of the one bucket that all fleets share.
 */
const JOIN_SECONDS = 20;

const attached = (state: string | null): boolean => state !== null && state !== "Removing";

type Attachments = Extract<ObservedTraffic, { kind: "attachments" }>;
type Side = TrafficSides["green"];

/** The sides that have to be in the target group and are not. */
const joiningSides = (observed: Attachments, { percent, sides }: TrafficMove): Side[] => [
  ...(sides.blue && percent < 100 && !attached(observed.blue) ? [sides.blue] : []),
  ...(percent > 0 && !attached(observed.green) ? [sides.green] : []),
];

/** The sides that are in the target group, shall not be, and leave another one there that serves. */
function leavingSides(observed: Attachments, { percent, sides, empty = false }: TrafficMove): Side[] {
  const greenServes = observed.green === "InService" || (empty && observed.green === "Added");
  const blueServes = observed.blue === "InService" || observed.blue === "Added";
  return [
    ...(sides.blue && percent === 100 && attached(observed.blue) && greenServes ? [sides.blue] : []),
    ...(percent === 0 && attached(observed.green) && blueServes ? [sides.green] : []),
  ];
}

/**
 * One target group: green is attached beside blue (both serve), then blue is detached and drains. The way back is one
 * call: attach blue again.
 */
export const targetGroup: TrafficStrategy<Extract<Traffic, { strategy: "target-group" }>> = {
  strategy: "target-group",
  // Blue is attached and healthy again before green leaves.
  rollbackSteps: [BOTH, 0],
  steps: () => [BOTH, 100],
  pauseSeconds: () => JOIN_SECONDS,
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
  change: (traffic, observed, move) => {
    if (observed.kind !== "attachments") return [];
    const joining = joiningSides(observed, move);
    // One side is attached, and green has a server that passed its check (`InService`), before the other is detached:
    // at no moment is the target group without servers that answer. Until then the change is half made, and polled.
    // Whether blue can take the traffic back is judged before it is asked for (rollout-decisions/revert-traffic.ts).
    const kind = joining.length > 0 ? "attach" : "detach";
    const sides = joining.length > 0 ? joining : leavingSides(observed, move);
    return sides.map(({ group }) => ({ kind, group, targetGroup: traffic.targetGroup }));
  },
};
