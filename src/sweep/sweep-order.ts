/** One sweep in so many looks at what a sweep need not look at each time: once an hour. */
const SWEEP_MS = 300_000;
const SWEEPS = 12;

/** How many fleets one sweep looks at: those cost little enough for every sweep, and more than those take too much of what others need. */
export interface Share {
  readonly atLeast: number;
  readonly atMost: number;
}

/** The fleets that are next: a twelfth of all, one after the other, within the share. */
export function chosenNow(
  names: readonly string[],
  now: number,
  { atLeast, atMost }: Share,
): ReadonlySet<string> {
  const atOnce = Math.min(atMost, Math.max(atLeast, Math.ceil(names.length / SWEEPS)));
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
