/** The sizes of a group as it is found. */
interface GroupSizes {
  readonly minSize: number;
  readonly maxSize: number;
  readonly desired: number;
}

/** Green is never smaller than it was planned, nor than blue is now; `blueDesired` is undefined without a blue. */
export const greenSize = (planned: number, blueDesired: number | undefined): number =>
  Math.max(planned, blueDesired ?? 0);

export const isSmallerThan = (size: number, { desired, minSize }: Omit<GroupSizes, "maxSize">): boolean =>
  desired < size || minSize < size;

/**
 * The change that makes a group so large. A minimum raises what is desired with it (API reference,
 * UpdateAutoScalingGroup). What is desired is not sent: an autoscaler may have raised it further than a read that lags
 * shows.
 */
export const growTo = (
  size: number,
  { maxSize }: Pick<GroupSizes, "maxSize">,
): { readonly min: number; readonly max?: number } => ({ min: size, ...(size > maxSize && { max: size }) });

/**
 * The minimum that blue is held at while traffic moves, so that it cannot shrink. A read that lags shows blue as it was
 * before it grew: what is held already is never held lower. Returns null when its own minimum holds it.
 */
export const heldMinimum = (
  { minSize, desired }: Omit<GroupSizes, "maxSize">,
  heldAlready: number | null,
): number | null => (minSize >= desired ? null : Math.max(heldAlready ?? 0, desired));
