import type { ExpectedRun } from "../../src/domain/calendar/course.ts";
import type { Reason } from "../../src/domain/run/cause.ts";

/** A run as it then began. */
export interface HappenedRun {
  readonly at: number;
  readonly reason: Reason;
  readonly imageTo: string;
  readonly outcome: string | null;
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
export function compareFleet(
  { fleet, planned, happened }: Given,
  { until, lateSeconds }: Tolerance,
): Compared {
  const tolerated = (index: number): number => (index + 1) * lateSeconds;
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

function pairOf(planned: ExpectedRun, happened: HappenedRun, lateSeconds: number): Pair {
  const [from, to] = planned.dueBetween ?? [planned.at, planned.at];
  // A server whose id is not known yet may be due at any time of these; what waited begins when it may.
  const earliest = planned.at - Math.max(0, planned.dueSince - from);
  const latest = planned.at + Math.max(0, to - planned.dueSince) + lateSeconds * 1000;
  const differences = [
    planned.reason === happened.reason ? "" : `for ${happened.reason}, planned for ${planned.reason}`,
    planned.imageTo === happened.imageTo ? "" : `to ${happened.imageTo}, planned to ${planned.imageTo}`,
    happened.outcome === "succeeded" ? "" : `ended as ${happened.outcome}`,
    earliest <= happened.at && happened.at <= latest
      ? ""
      : `at ${shown(happened.at)}, planned at ${shown(planned.at)}`,
  ].filter((each) => each !== "");
  return { planned, happened, lateSeconds: (happened.at - planned.at) / 1000, differences };
}
