import { type Excepted, isSameTarget, type Target } from "../run/excepted.ts";
import type { LiveGeneration, WantedTarget } from "./fleet-state.ts";

type Live = Pick<LiveGeneration, "image" | "templateVersion" | "launchedFrom"> | null;

interface Wanted {
  readonly fleet: string;
  /** The launch template that the target is of. */
  readonly template: string;
  readonly target: WantedTarget;
  /** What runs; null when no generation is live. */
  readonly live: Live;
  readonly except: readonly Excepted[];
}

/**
 * Says who refused the target, when and why, and how it is begun again. Returns null when nobody did. While the template's
 * version is not known, the image decides.
 */
export function exceptedReason({ fleet, template, target, live, except }: Wanted): string | null {
  const found = except.find(
    (each) =>
      (each.template ?? template) === template &&
      isSameTarget(each, versioned(target, each)) &&
      standsAgainst(each, live),
  );
  if (found === undefined) return null;
  const { by, image, since, reason } = found;
  return `${by} refused ${image} on ${new Date(since).toISOString()}: ${reason}; moult rollout retry ${fleet} begins it again`;
}

/**
 * Whether a refusal stands now. One of what runs already was for before, unless it is younger than the servers: then it is
 * their replacement by the same that was refused.
 */
export const standsAgainst = (refused: Excepted, live: Live): boolean =>
  !isSameTarget(refused, live) || refused.since > (live?.launchedFrom ?? 0);

const versioned = ({ image, templateVersion }: WantedTarget, known: Target): Target => ({
  image,
  templateVersion: templateVersion ?? known.templateVersion,
});
