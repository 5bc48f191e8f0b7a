/**
 * What somebody else did to one thing of the fleet, so that it need not be whole: `traffic`: moved the weights of a rule; `live`:
 * deleted a group; `template`: had a group launch from another version, or deleted one; `processes`: suspended one; `size`: set
 * the sizes of a group; `stuck`: took away what a rollout needs, so that it may wait for a person; `hurt`: a call was lost or
 * a process ended at a point that was chosen, so that a rollout may be undone.
 */
export type Interfering = "traffic" | "live" | "template" | "processes" | "size" | "stuck" | "hurt";

export interface Interference {
  readonly kind: Interfering;
  /** Name or ARN of what it was done to; of a process its name. */
  readonly object: string;
  readonly at: number;
}

/** Whether somebody did this to the object, or to any where none is named, at `since` or later. */
export const interfered = (
  { interference }: { readonly interference: readonly Interference[] },
  kind: Interfering,
  { object, since = Number.NEGATIVE_INFINITY }: { readonly object?: string; readonly since?: number } = {},
): boolean =>
  interference.some(
    (each) => each.kind === kind && each.at >= since && (object === undefined || each.object === object),
  );

/** Sizes that others gave to groups of the fleet: a rollout hands them on. */
export interface OthersSizes {
  readonly minimum: Set<number>;
  readonly desired: Set<number>;
}
