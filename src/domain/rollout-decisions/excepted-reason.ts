import { type Excepted, isSameTarget, type Target } from "../run/excepted.ts";

interface Wanted {
  readonly fleet: string;
  readonly target: Target;
  /** What runs; null when no generation is live. */
  readonly live: Target | null;
  readonly except: readonly Excepted[];
}

/**
 * Says who refused the target, when and why, and how it is begun again. Returns null when nobody did. What runs already
 * is not refused any more: that was for before.
 */
export function exceptedReason({ fleet, target, live, except }: Wanted): string | null {
  const found = except.find((each) => isSameTarget(each, target));
  if (found === undefined || isSameTarget(target, live)) return null;
  const { by, image, since, reason } = found;
  return `${by} refused ${image} on ${new Date(since).toISOString()}: ${reason}; moult rollout retry ${fleet} begins it again`;
}
