import { binomialTail } from "./binomial-tail.ts";
import { BOTH_ILL, type Judged, NOT_BLAMED } from "./judged.ts";
import { completePeriods, periodsBefore } from "./periods.ts";
import { type ObservedMetrics, type SideMetrics, sumOf } from "./side-metrics.ts";
import { formatCount, formatShare } from "./units.ts";

interface ErrorLimits {
  readonly worseThanBlue?: number | undefined;
  readonly max?: number | undefined;
  readonly minRequests: number;
}

/** It is proven that green is over a limit if a green at the limit showed this or worse once in so many looks. */
const PROVEN = 1e-4;
/** More often than this it may be chance, and nothing is held up by it. */
const SEEMS_WORSE = 0.05;
/** Fewer errors than these prove nothing, however few requests the other side has. */
const LEAST_ERRORS = 5;
/** One bad minute is no release's: a second one has to be as bad. */
const LEAST_BAD_PERIODS = 2;
/** The newest of them are judged alone, too: hours of good answers do not hide what begins to fail. */
const RECENT_PERIODS = 3;

interface Counts {
  readonly requests: number;
  readonly errors: number;
}

interface Control extends Counts {
  /** Of the same periods, not of those just before green got its share. */
  readonly isSameMoment: boolean;
}

type Finding = "good" | "better" | "seems-worse" | "both" | "over-alone" | "worse-than-before" | "worse";

/**
 * Compares the shares of failed requests by an exact test of the two counts (decision 031): over the newest periods, and over
 * all since green has its share. The worse of the two is the answer.
 */
export function judgeErrors(limits: ErrorLimits, observed: ObservedMetrics, now: number): Judged {
  const periods = completePeriods(observed.shareSince, now);
  const all = countsOf(observed.green, periods);
  const threshold = thresholdOf(limits);
  if (all.requests < limits.minRequests) {
    const value = `${formatCount(all.requests)} of ${formatCount(limits.minRequests)} requests`;
    const reason = `green has served ${value} in the whole minutes since it has its share: too few to judge by`;
    return { verdict: "unknown", isEarly: true, reason, value, threshold };
  }
  const windows = [recentOf(limits, observed.green, periods), periods];
  const judged = windows.map((window) => judgeWindow(limits, observed, window));
  const [worst] = judged.toSorted((one, other) => worstFirst(one.finding, other.finding));
  const { finding, value } = worst ?? { finding: "good" as const, value: "" };
  return { ...ANSWERS[finding], value, threshold, reason: `${ANSWERS[finding].reason} (${value})` };
}

const ORDER: readonly Finding[] = [
  "good",
  "better",
  "seems-worse",
  "both",
  "over-alone",
  "worse-than-before",
  "worse",
];

const worstFirst = (one: Finding, other: Finding): number => ORDER.indexOf(other) - ORDER.indexOf(one);

const ANSWERS: Readonly<Record<Finding, Pick<Judged, "verdict" | "reason" | "ending">>> = {
  good: { verdict: "pass", reason: "green fails no more requests than it may" },
  better: { verdict: "pass", reason: "green fails more requests than it may, and blue even more" },
  "seems-worse": { verdict: "unknown", reason: "green seems worse than it may be, which may be chance yet" },
  both: {
    verdict: "stand",
    ending: BOTH_ILL,
    reason: "green fails more requests than it may, and so does blue",
  },
  "over-alone": {
    verdict: "fail",
    ending: NOT_BLAMED,
    reason: "green fails more requests than it may; blue serves none to compare it with",
  },
  "worse-than-before": {
    verdict: "fail",
    ending: NOT_BLAMED,
    reason: "green fails more requests than blue did just before; blue serves none to compare it with",
  },
  worse: { verdict: "fail", reason: "green fails more requests than it may, and blue does not" },
};

/** The newest periods: as few as have enough requests, and some more where there are. */
function recentOf({ minRequests }: ErrorLimits, green: SideMetrics, periods: readonly number[]): number[] {
  let from = periods.length;
  let requests = 0;
  while (from > 0 && (requests < minRequests || periods.length - from < RECENT_PERIODS)) {
    from -= 1;
    requests += green.requests.get(periods[from] ?? 0) ?? 0;
  }
  return periods.slice(from);
}

function judgeWindow(
  limits: ErrorLimits,
  observed: ObservedMetrics,
  periods: readonly number[],
): { finding: Finding; value: string } {
  const green = countsOf(observed.green, periods);
  const control = controlOf(limits, observed, periods);
  const against = control && `, blue${control.isSameMoment ? "" : " before"} ${shown(control)}`;
  const found = findingOf(limits, green, control);
  const isProven = ORDER.indexOf(found) > ORDER.indexOf("seems-worse");
  const bad = isProven ? badPeriods(limits, observed.green, { periods, control }) : 0;
  return {
    finding: isProven && bad < LEAST_BAD_PERIODS ? "seems-worse" : found,
    value: `${shown(green)}${against ?? ""}`,
  };
}

/** Blue in the same periods; just before green got its share where it has too few requests now. */
function controlOf(
  { minRequests }: ErrorLimits,
  { blue, shareSince }: ObservedMetrics,
  periods: readonly number[],
): Control | null {
  const now = countsOf(blue, periods);
  if (now.requests >= minRequests) return { ...now, isSameMoment: true };
  const before = countsOf(blue, periodsBefore(shareSince));
  return before.requests >= minRequests ? { ...before, isSameMoment: false } : null;
}

function findingOf({ worseThanBlue, max }: ErrorLimits, green: Counts, control: Control | null): Finding {
  const found = [
    ...(worseThanBlue !== undefined && control ? [againstBlue(worseThanBlue, green, control)] : []),
    ...(max === undefined ? [] : [againstMax(max, green, control)]),
  ];
  return found.toSorted(worstFirst)[0] ?? "good";
}

function againstBlue(times: number, green: Counts, control: Control): Finding {
  if (isProven(green, control, times)) return control.isSameMoment ? "worse" : "worse-than-before";
  return chanceOf(green, control, times) < SEEMS_WORSE ? "seems-worse" : "good";
}

/** A green over the limit is worse only if blue is better at the same moment. */
function againstMax(max: number, green: Counts, control: Control | null): Finding {
  const chance = binomialTail(green.errors, green.requests, max);
  if (chance >= SEEMS_WORSE) return "good";
  // A fix that does not mend everything is better than what it replaces.
  if (control && isProven(control, green, 1)) return "better";
  if (green.errors < LEAST_ERRORS || chance >= PROVEN) return "seems-worse";
  const isWorse = control !== null && isProven(green, control, 1);
  if (control && rateOf(control) > max && !isWorse) return "both";
  if (control?.isSameMoment !== true) return "over-alone";
  return isWorse ? "worse" : "seems-worse";
}

const isProven = (green: Counts, blue: Counts, times: number): boolean =>
  green.errors >= LEAST_ERRORS && chanceOf(green, blue, times) < PROVEN;

/**
 * How likely green has so many of all errors, or more, if it fails just `times` as often as blue: of two counts whose rates
 * have a known ratio, one is binomial in their sum (Przyborowski and Wilenski, Biometrika 31, 1940).
 */
function chanceOf(green: Counts, blue: Counts, times: number): number {
  const weight = times * green.requests;
  return binomialTail(green.errors, green.errors + blue.errors, weight / (weight + blue.requests));
}

function badPeriods(
  { worseThanBlue, max }: ErrorLimits,
  green: SideMetrics,
  { periods, control }: { readonly periods: readonly number[]; readonly control: Control | null },
): number {
  const ofBlue = worseThanBlue !== undefined && control ? worseThanBlue * rateOf(control) : Infinity;
  const limit = Math.min(ofBlue, max ?? Infinity);
  return periods.filter((at) => rateOf(countsOf(green, [at])) > limit).length;
}

const countsOf = ({ requests, errors }: SideMetrics, periods: readonly number[]): Counts => ({
  requests: sumOf(requests, periods),
  errors: Math.min(sumOf(errors, periods), sumOf(requests, periods)),
});

const rateOf = ({ requests, errors }: Counts): number => (requests === 0 ? 0 : errors / requests);

const shown = (counts: Counts): string => `${formatShare(rateOf(counts))} of ${formatCount(counts.requests)}`;

const thresholdOf = ({ worseThanBlue, max }: ErrorLimits): string =>
  [
    ...(worseThanBlue === undefined ? [] : [`${worseThanBlue}x blue's`]),
    ...(max === undefined ? [] : [formatShare(max)]),
  ].join(", ");
