import type { HeldSchedule, ScheduledAction } from "./scheduled-action.ts";

export interface Sizes {
  readonly min: number;
  readonly max: number;
  readonly desired: number;
}

/**
 * The sizes after a scheduled action as Auto Scaling sets them: what it does not name stays, and a desired capacity that it
 * does not name is kept within the bounds. Null: Auto Scaling would refuse it.
 */
export function sizesAfter(
  { min, max, desired }: Pick<ScheduledAction, "min" | "max" | "desired">,
  before: Sizes,
): Sizes | null {
  const after = { min: min ?? before.min, max: max ?? before.max };
  const wanted = desiredAfter({ desired }, before, after);
  if (after.min > after.max || wanted < after.min || wanted > after.max) return null;
  return { ...after, desired: wanted };
}

/** What an action leaves a side: where it names no desired capacity each keeps its own, within the bounds. */
export const desiredAfter = (
  { desired }: Pick<ScheduledAction, "desired">,
  before: Pick<Sizes, "desired">,
  { min, max }: Omit<Sizes, "desired">,
): number => desired ?? Math.min(Math.max(before.desired, min), max);

/** What a side has by what fell due before, though it is held larger; as it is, where it has grown since. */
export const asScheduled = (sizes: Sizes, later: HeldSchedule["later"]): Sizes =>
  later === null || sizes.desired > later.found.desired
    ? sizes
    : { ...sizes, max: later.max, desired: Math.min(sizes.desired, later.desired) };

/**
 * What a side gets at once: more servers, through its minimum, which is held, and room for them. Fewer would take the way
 * back, or what users are served by. Null: it has them.
 */
export function growthTo(
  wanted: Sizes,
  { max, desired }: Sizes,
): { readonly min?: number; readonly max?: number } | null {
  const change = {
    ...(wanted.desired > desired && { min: wanted.desired }),
    ...(wanted.max > max && { max: wanted.max }),
  };
  return Object.keys(change).length === 0 ? null : change;
}

/**
 * What a group is set to when traffic rests: never more than it has. One that has grown since the last action fell due, or
 * whose maximum somebody has raised, keeps that. Null: nothing.
 */
export function restedSizes(
  { later }: Pick<HeldSchedule, "later">,
  { max, desired }: Sizes,
): { readonly max?: number; readonly desired?: number } | null {
  if (later === null) return null;
  const servers = desired > later.found.desired ? desired : Math.min(desired, later.desired);
  const most = max > later.found.max ? max : Math.max(servers, Math.min(max, later.max));
  const change = {
    ...(servers < desired && { desired: servers }),
    ...(most < max && { max: most }),
  };
  return Object.keys(change).length === 0 ? null : change;
}
