import { BOTH_ILL, type Judged, NOT_BLAMED } from "./judged.ts";
import { completePeriods } from "./periods.ts";
import type { ObservedMetrics } from "./side-metrics.ts";

interface HostLimits {
  readonly worseThanBlue?: number | undefined;
  readonly min?: number | undefined;
}

/** One minute may be a server that is being replaced. */
const DECIDING_PERIODS = 2;
/** CloudWatch may be minutes late; what it has not heard of for longer has no target any more. */
const LATEST_PERIODS = 5;

type Period = "good" | "both" | "alone" | "worse";

/** Judges how many servers were healthy all through each period: two bad ones in a row decide. */
export function judgeHosts(limits: HostLimits, observed: ObservedMetrics, now: number): Judged {
  const { green, blue } = observed;
  const threshold = thresholdOf(limits);
  const periods = completePeriods(observed.shareSince, now);
  const counted = periods
    .slice(-LATEST_PERIODS)
    .filter((at) => green.hosts.has(at))
    .slice(-DECIDING_PERIODS);
  const newest = counted.at(-1);
  if (newest === undefined) {
    const reason = "CloudWatch has no new number of healthy servers in green's target group";
    return {
      verdict: "unknown",
      isEarly: periods.length < DECIDING_PERIODS,
      reason,
      value: "no number",
      threshold,
    };
  }
  const ofBlue = blue.hosts.get(newest);
  const value = `${green.hosts.get(newest)} healthy${ofBlue === undefined ? "" : `, blue ${ofBlue}`}`;
  return {
    ...answerFor(
      counted.map((at) => judgePeriod(limits, observed, at)),
      value,
    ),
    value,
    threshold,
  };
}

function answerFor(found: readonly Period[], value: string): Pick<Judged, "verdict" | "reason" | "ending"> {
  const newest = found.at(-1) ?? "good";
  if (newest === "good") return { verdict: "pass", reason: `green has enough healthy servers (${value})` };
  if (newest === "both")
    return {
      verdict: "stand",
      ending: BOTH_ILL,
      reason: `green has too few healthy servers, and so has blue (${value})`,
    };
  if (found.length < DECIDING_PERIODS || found.some((each) => each === "good" || each === "both"))
    return { verdict: "unknown", reason: `green had too few healthy servers in the last minute (${value})` };
  return found.every((each) => each === "worse")
    ? { verdict: "fail", reason: `green has too few healthy servers, and blue has not (${value})` }
    : {
        verdict: "fail",
        ending: NOT_BLAMED,
        reason: `green has too few healthy servers; blue has none to compare them with (${value})`,
      };
}

function judgePeriod(
  { worseThanBlue, min }: HostLimits,
  { green, blue }: ObservedMetrics,
  at: number,
): Period {
  const own = green.hosts.get(at) ?? 0;
  const ofBlue = blue.hosts.get(at);
  if (worseThanBlue !== undefined && ofBlue !== undefined && own * worseThanBlue < ofBlue) return "worse";
  if (min === undefined || own >= min) return "good";
  if (ofBlue === undefined) return "alone";
  return ofBlue < min ? "both" : "worse";
}

const thresholdOf = ({ worseThanBlue, min }: HostLimits): string =>
  [
    ...(worseThanBlue === undefined ? [] : [`blue has ${worseThanBlue}x as many`]),
    ...(min === undefined ? [] : [`${min}`]),
  ].join(", ");
