import { BOTH_ILL, type Judged, NOT_BLAMED } from "./judged.ts";
import { completePeriods, periodsBefore } from "./periods.ts";
import { type ObservedMetrics, type Series, type SideMetrics, sumOf } from "./side-metrics.ts";
import { formatCount, formatMilliseconds } from "./units.ts";

interface LatencyLimits {
  readonly worseThanBlue?: number | undefined;
  /** Milliseconds. */
  readonly max?: number | undefined;
  readonly minRequests: number;
}

/** So many periods one after the other have to be bad. */
const DECIDING_PERIODS = 3;
/** A hundredth of fewer requests than these is none. */
const LEAST_REQUESTS = 100;
/** Load balancers measure to the millisecond: less is taken for one, and nothing is so many times none. */
const LEAST_MS = 1;
/** Two standard errors of the logarithm of a 99th percentile, times the root of how many requests are above it: of a long tail. */
const UNCERTAINTY = 0.8;

/** `worse`: than it may be, and blue is not. `alone`: blue served too few to tell. `both`: blue is as slow. */
type Period = "good" | "both" | "alone" | "worse";

/** Judges each period by itself: percentiles of several cannot be put together. Three bad ones in a row decide. */
export function judgeLatency(limits: LatencyLimits, observed: ObservedMetrics, now: number): Judged {
  const periods = completePeriods(observed.shareSince, now);
  const threshold = thresholdOf(limits);
  const requests = sumOf(observed.green.requests, periods);
  if (requests < limits.minRequests) {
    const value = `${formatCount(requests)} of ${formatCount(limits.minRequests)} requests`;
    const reason = `green has served ${value} in the whole minutes since it has its share: too few to judge by`;
    return { verdict: "unknown", isEarly: true, reason, value, threshold };
  }
  const measured = periods.filter((at) => isMeasured(observed.green, at)).slice(-DECIDING_PERIODS);
  const newest = measured.at(-1);
  if (newest === undefined) {
    const reason = `no whole minute has ${LEAST_REQUESTS} requests of green, of which a hundredth could be told`;
    return { verdict: "unknown", isEarly: true, reason, value: "no minute to judge", threshold };
  }
  const value = valueAt(observed, newest);
  const found = measured.map((at) => judgePeriod(limits, observed, at));
  return { ...answerFor(found, value), value, threshold };
}

function answerFor(found: readonly Period[], value: string): Pick<Judged, "verdict" | "reason" | "ending"> {
  const bad = found.filter((each) => each !== "good").length;
  const newest = found.at(-1) ?? "good";
  if (newest === "good") return { verdict: "pass", reason: `green is as quick as it has to be (${value})` };
  if (newest === "both")
    return { verdict: "stand", ending: BOTH_ILL, reason: `green is slow, and so is blue (${value})` };
  if (bad < DECIDING_PERIODS || found.includes("both")) {
    const reason = `green is too slow in ${bad} of ${DECIDING_PERIODS} minutes that decide (${value})`;
    return { verdict: "unknown", reason };
  }
  if (found.every((each) => each === "worse"))
    return { verdict: "fail", reason: `green is too slow, and blue is not (${value})` };
  const reason = `green is too slow; blue serves too few requests to compare it with (${value})`;
  return { verdict: "fail", ending: NOT_BLAMED, reason };
}

function judgePeriod({ worseThanBlue, max }: LatencyLimits, observed: ObservedMetrics, at: number): Period {
  const { green, blue } = observed;
  const slow = green.latency.get(at) ?? 0;
  const isOver = max !== undefined && slow > max;
  if (isMeasured(blue, at)) {
    const times = slow / (Math.max(blue.latency.get(at) ?? 0, LEAST_MS) * marginOf(green, blue, at));
    if (worseThanBlue !== undefined && times > worseThanBlue) return "worse";
    return isOver
      ? overMax(slow, { blue: blue.latency.get(at) ?? 0, margin: marginOf(green, blue, at) })
      : "good";
  }
  const before = latencyBefore(observed);
  const margin = marginOf(green, green, at);
  if (
    worseThanBlue !== undefined &&
    before !== null &&
    slow > worseThanBlue * Math.max(before, LEAST_MS) * margin
  )
    return "alone";
  if (!isOver) return "good";
  const found = before === null ? "worse" : overMax(slow, { blue: before, margin });
  return found === "worse" ? "alone" : found;
}

/** Of a green that is slower than it may be. A fix that does not mend everything is better than what it replaces. */
function overMax(
  green: number,
  { blue, margin }: { readonly blue: number; readonly margin: number },
): Period {
  if (green > blue * margin) return "worse";
  return green * margin < blue ? "good" : "both";
}

/** By how much one percentile may be above the other by chance. */
function marginOf(one: SideMetrics, other: SideMetrics, at: number): number {
  const above = ({ requests }: SideMetrics): number => (requests.get(at) ?? 0) / 100;
  return Math.exp(UNCERTAINTY * Math.sqrt(1 / above(one) + 1 / above(other)));
}

/** What blue took in the minutes before green got its share, the middle of them; null: it served too few then, too. */
function latencyBefore({ blue, shareSince }: ObservedMetrics): number | null {
  const measured = periodsBefore(shareSince).filter((at) => isMeasured(blue, at));
  const sorted = valuesAt(blue.latency, measured).toSorted((one, two) => one - two);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}

const isMeasured = ({ latency, requests }: SideMetrics, at: number): boolean =>
  latency.has(at) && (requests.get(at) ?? 0) >= LEAST_REQUESTS;

const valuesAt = (series: Series, periods: readonly number[]): number[] =>
  periods.flatMap((at) => series.get(at) ?? []);

function valueAt({ green, blue }: ObservedMetrics, at: number): string {
  const own = `p99 ${formatMilliseconds(green.latency.get(at) ?? 0)}`;
  return isMeasured(blue, at) ? `${own}, blue ${formatMilliseconds(blue.latency.get(at) ?? 0)}` : own;
}

const thresholdOf = ({ worseThanBlue, max }: LatencyLimits): string =>
  [
    ...(worseThanBlue === undefined ? [] : [`${worseThanBlue}x blue's`]),
    ...(max === undefined ? [] : [formatMilliseconds(max)]),
  ].join(", ");
