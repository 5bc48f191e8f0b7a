import type { DatapointRecord, Spread } from "./state.ts";

/** Halvings of the range in which a percentile is looked for: to a millionth of a millionth of it. */
const HALVINGS = 40;
/** No sample of these is expected to be so many means long. */
const MOST_MEANS = 40;

/** `p99`, `p99.9`: percentiles from 0 to 100 (monitoring/Statistics-definitions.html); undefined for another statistic. */
export function percentileOf(statistic: string): number | undefined {
  const found = /^p(\d{1,2}(?:\.\d{0,10})?|100)$/.exec(statistic)?.[1];
  return found === undefined ? undefined : Number(found);
}

/** The value that `percent` of the samples do not exceed; undefined where it is not known how they are spread. */
export function percentile({ spread }: DatapointRecord, percent: number): number | undefined {
  if (spread === undefined || spread.length === 0) return undefined;
  const wanted = 1 - percent / 100;
  let low = 0;
  let high = MOST_MEANS * Math.max(...spread.map(({ mean }) => mean));
  for (let halved = 0; halved < HALVINGS; halved += 1) {
    const middle = (low + high) / 2;
    if (shareAbove(spread, middle) > wanted) low = middle;
    else high = middle;
  }
  return high;
}

function shareAbove(spread: readonly Spread[], value: number): number {
  const all = spread.reduce((sum, { samples }) => sum + samples, 0);
  const above = spread.reduce(
    (sum, { mean, samples, luck }) =>
      sum + samples * Math.min(1, luck * (mean === 0 ? 0 : Math.exp(-value / mean))),
    0,
  );
  return all === 0 ? 0 : above / all;
}
