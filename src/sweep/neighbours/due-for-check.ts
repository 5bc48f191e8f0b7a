/** A fleet's neighbours are looked at once an hour: by every twelfth sweep. */
const SWEEP_MS = 300_000;
const SWEEPS = 12;
/** So few cost little enough to be looked at by every sweep. */
const AT_LEAST = 10;

/** Whose neighbours this sweep looks at: a twelfth of the fleets, one after the other, and all of which something stands, so that its end is seen. */
export function dueForCheck<T extends { readonly isBeset: boolean }>(fleets: readonly T[], now: number): T[] {
  const atOnce = Math.max(AT_LEAST, Math.ceil(fleets.length / SWEEPS));
  const begin = fleets.length === 0 ? 0 : (Math.floor(now / SWEEP_MS) * atOnce) % fleets.length;
  return fleets.filter(
    ({ isBeset }, index) => isBeset || (index - begin + fleets.length) % fleets.length < atOnce,
  );
}
