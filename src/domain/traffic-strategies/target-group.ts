import type { Traffic } from "../traffic-settings.ts";
import type { TrafficStrategy } from "../traffic-strategy.ts";

/** The share that counts as "both generations are in the target group". */
export const BOTH = 50;

const attached = (state: string | null): boolean => state !== null && state !== "Removing";

/**
 * One target group: green is attached beside blue (both serve), then blue is detached and drains. The way back is one
 * call: attach blue again.
 */
export const targetGroup: TrafficStrategy<Extract<Traffic, { strategy: "target-group" }>> = {
  strategy: "target-group",
  // Blue is attached and healthy again before green leaves.
  wayBack: [BOTH, 0],
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
  change: (traffic, observed, { percent, sides }) => {
    if (observed.kind !== "attachments") return [];
    const want = { blue: percent < 100, green: percent > 0 };
    const of = (group: string) => ({ group, targetGroup: traffic.targetGroup });
    // Attaching comes first: at no moment is the target group without servers.
    return [
      ...(sides.blue && want.blue && !attached(observed.blue)
        ? [{ kind: "attach" as const, ...of(sides.blue.group) }]
        : []),
      ...(want.green && !attached(observed.green)
        ? [{ kind: "attach" as const, ...of(sides.green.group) }]
        : []),
      ...(sides.blue && !want.blue && attached(observed.blue)
        ? [{ kind: "detach" as const, ...of(sides.blue.group) }]
        : []),
      ...(!want.green && attached(observed.green)
        ? [{ kind: "detach" as const, ...of(sides.green.group) }]
        : []),
    ];
  },
  stickySeconds: () => 0,
};
