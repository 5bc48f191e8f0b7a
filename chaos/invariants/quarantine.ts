import type { Change, Invariant, Sight } from "../sight.ts";
import { groupOf } from "../roles.ts";

/** No group is made, and none is made larger, to launch an image that was in quarantine when the decision was begun. */
export const quarantine = (): Invariant => ({
  name: "quarantine",
  change: (change, sight) => {
    const image = launchedBy(change, sight);
    const verdict = image === undefined ? undefined : sight.view.verdicts.get(image);
    if (verdict === undefined || verdict.lifted !== null || verdict.at >= change.since) return undefined;
    return `${image} is in quarantine: ${verdict.reason}`;
  },
});

/** The image whose servers the change launches, if it launches any. */
function launchedBy(change: Change, { view, world }: Sight): string | undefined {
  const { action, input } = change.call;
  const name = groupOf(change);
  const generation = [...view.generations.values()].find(({ group }) => group === name);
  if (action === "CreateAutoScalingGroup") return generation?.image;
  if (action !== "UpdateAutoScalingGroup") return undefined;
  const before = world.state.groups.get(name ?? "")?.desiredCapacity ?? 0;
  const after = Math.max(Number(input["DesiredCapacity"] ?? before), Number(input["MinSize"] ?? 0));
  return after > before ? generation?.image : undefined;
}
