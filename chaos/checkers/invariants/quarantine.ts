import { standingVerdict } from "../../world/ledger-view.ts";
import type { CheckerInput } from "../checker-input.ts";
import type { Change, Decision, Invariant } from "../invariant.ts";
import { groupOf } from "../sides.ts";

/**
 * No rollout is admitted for an image that was in quarantine when the decision was begun; no group is made, and none is
 * made larger, to launch one.
 */
export const quarantine = (): Invariant => ({
  name: "quarantine",
  decided: admissionFault,
  change: (change, input) => {
    const image = launchedBy(change, input);
    const verdict = image === undefined ? undefined : standingVerdict(image, input.view);
    if (verdict === undefined || verdict.at >= change.since) return undefined;
    return `${image} is in quarantine: ${verdict.reason}`;
  },
});

/** Two processes whose clocks are each off by five seconds. */
const SKEW_MS = 10_000;

/** Admit answers `refused` for it; a rollout that was admitted before is taken up, to go back. */
function admissionFault({ entry, rollout, since }: Decision, { view }: CheckerInput): string | undefined {
  if (entry.action !== "admit" || rollout.startedAt < since - SKEW_MS) return undefined;
  const verdict = standingVerdict(rollout.imageTo, view);
  if (verdict === undefined || verdict.at >= since - SKEW_MS) return undefined;
  return `${rollout.id} is admitted, and ${rollout.imageTo} is in quarantine: ${verdict.reason}`;
}

/** The image whose servers the change launches, if it launches any. */
function launchedBy(change: Change, { view, world }: CheckerInput): string | undefined {
  const { action, input } = change.call;
  const name = groupOf(change);
  const generation = [...view.generations.values()].find(({ group }) => group === name);
  if (action === "CreateAutoScalingGroup") return generation?.image;
  if (action !== "UpdateAutoScalingGroup") return undefined;
  const before = world.state.groups.get(name ?? "")?.desiredCapacity ?? 0;
  const after = Math.max(Number(input["DesiredCapacity"] ?? before), Number(input["MinSize"] ?? 0));
  return after > before ? generation?.image : undefined;
}
