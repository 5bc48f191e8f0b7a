/** One sweep in so many looks at what a sweep need not look at each time: once an hour. */
const SWEEP_MS = 300_000;
const SWEEPS = 12;

/**
 * Whose turn it is: a twelfth of the fleets, one after the other, and never fewer than `atLeast`, which cost little enough to be
 * looked at by every sweep.
 */
export function chosenNow(names: readonly string[], now: number, atLeast: number): ReadonlySet<string> {
  const atOnce = Math.max(atLeast, Math.ceil(names.length / SWEEPS));
  const begin = names.length === 0 ? 0 : (Math.floor(now / SWEEP_MS) * atOnce) % names.length;
  return new Set(names.filter((_, index) => (index - begin + names.length) % names.length < atOnce));
}

/** Those that cannot wait first, then all others from `next` on, where the sweep before had to stop. */
export function inOrder(
  names: readonly string[],
  isUrgent: (name: string) => boolean,
  next: string | null,
): string[] {
  const urgent = names.filter(isUrgent);
  const rest = names.filter((name) => !isUrgent(name));
  const from =
    next === null
      ? 0
      : Math.max(
          0,
          rest.findIndex((name) => name >= next),
        );
  return [...urgent, ...rest.slice(from), ...rest.slice(0, from)];
}
