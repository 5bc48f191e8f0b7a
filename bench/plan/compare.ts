import type { ExpectedRun } from "../../src/domain/calendar/course.ts";
import type { Reason } from "../../src/domain/run/cause.ts";

/** A run as it then began. */
export interface HappenedRun {
  readonly at: number;
  readonly reason: Reason;
  readonly imageTo: string;
  readonly outcome: string | null;
  /** Null: it has not ended. */
  readonly endedAt: number | null;
}

/** A planned run beside the one that then began. */
interface Pair {
  readonly planned: ExpectedRun;
  readonly happened: HappenedRun;
  /** After the time that was planned; negative: before it. */
  readonly lateSeconds: number;
  /** In what they differ beyond what is tolerated, in words; empty: in nothing. */
  readonly differences: readonly string[];
}

export interface Compared {
  readonly fleet: string;
  readonly planned: number;
  readonly happened: number;
  readonly pairs: readonly Pair[];
  readonly differences: readonly string[];
}

interface Tolerance {
  /** When the time ends that is compared. */
  readonly until: number;
  /**
   * How late a run may begin: the scan that finds a server too old comes within its interval, the sweep within another, and Admit takes
   * its reads. A generation that began later is due later: each run before adds as much.
   */
  readonly lateSeconds: number;
}

interface Given {
  readonly fleet: string;
  readonly planned: readonly ExpectedRun[];
  readonly happened: readonly HappenedRun[];
}

/** Pairs the runs of one fleet in order, and says in what they differ. */
export const compareFleet = (given: Given, { until, lateSeconds }: Tolerance): Compared =>
  compare(given, until, (index) => (index + 1) * lateSeconds);

/**
 * Pairs the runs of fleets that wait for each other in order, whichever fleet each is of. What begins at the end of another run begins so
 * much later than each that was late before it.
 */
export function compareTogether(fleets: readonly Given[], { until, lateSeconds }: Tolerance): Compared {
  // Each fleet has an image of its own.
  const inOrder = <R extends { readonly at: number; readonly imageTo: string }>(runs: readonly R[]): R[] =>
    runs.map((each) => ({ ...each, imageTo: "its own" })).sort((a, b) => a.at - b.at);
  const planned = inOrder(fleets.flatMap((each) => each.planned));
  const happened = inOrder(fleets.flatMap((each) => each.happened));
  const names = fleets.map((each) => each.fleet).join(", ");
  return compare({ fleet: names, planned, happened }, until, (index) => {
    const { at, dueSince } = planned[index] ?? { at: 0, dueSince: 0 };
    return (1 + planned.filter((each) => each.at >= dueSince && each.at < at).length) * lateSeconds;
  });
}

function compare(
  { fleet, planned, happened }: Given,
  until: number,
  tolerated: (index: number) => number,
): Compared {
  const pairs = planned.flatMap((each, index) => {
    const found = happened[index];
    return found ? [pairOf(each, found, tolerated(index))] : [];
  });
  const more = happened
    .slice(planned.length)
    .map(({ at, reason }) => `not planned: ${reason} at ${shown(at)}`);
  // What is planned right before the end may begin after it.
  const missing = planned
    .slice(happened.length)
    .filter(({ at }, index) => at + tolerated(happened.length + index) * 1000 < until)
    .map(({ at, reason }) => `planned, and did not begin: ${reason} at ${shown(at)}`);
  const differences = [...pairs.flatMap((pair) => pair.differences), ...more, ...missing];
  return { fleet, planned: planned.length, happened: happened.length, pairs, differences };
}

const shown = (at: number): string => new Date(at).toISOString().slice(0, 16);

/** What nobody says yes to goes back at its deadline. */
const outcomeOf = ({ yesWait }: ExpectedRun): string =>
  yesWait?.onDeadline === "reject" ? "rolled-back" : "succeeded";

function pairOf(planned: ExpectedRun, happened: HappenedRun, lateSeconds: number): Pair {
  const [from, to] = planned.dueBetween ?? [planned.at, planned.at];
  // A server whose id is not known yet may be due at any time of these; what waited begins when it may.
  const earliest = planned.at - Math.max(0, planned.dueSince - from);
  const latest = planned.at + Math.max(0, to - planned.dueSince) + lateSeconds * 1000;
  const differences = [
    planned.reason === happened.reason ? "" : `for ${happened.reason}, planned for ${planned.reason}`,
    planned.imageTo === happened.imageTo ? "" : `to ${happened.imageTo}, planned to ${planned.imageTo}`,
    happened.outcome === outcomeOf(planned) ? "" : `ended as ${happened.outcome}`,
    earliest <= happened.at && happened.at <= latest
      ? ""
      : `at ${shown(happened.at)}, planned at ${shown(planned.at)}`,
  ].filter((each) => each !== "");
  return { planned, happened, lateSeconds: (happened.at - planned.at) / 1000, differences };
}
