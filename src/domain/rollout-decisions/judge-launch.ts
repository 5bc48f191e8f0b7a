import { formatDuration } from "../duration.ts";
import { nextPollSeconds } from "../poll-interval.ts";

/** From CreateAutoScalingGroup until a server is in service: seconds to tens of seconds (aws-facts 4). */
export const TYPICAL_LAUNCH_SECONDS = 15;
/**
 * A launch that fails is tried again by the group, in every zone at once; when nothing has come up for so long and so
 * many failures, it is not a passing shortage.
 */
const FAILURES_IN_A_ROW = 3;
const SHORTAGE_SECONDS = 60;

/** A launch that is not complete yet. */
export interface Launch {
  /** Servers that are in service, and that there have to be. */
  readonly inService: number;
  readonly size: number;
  /** Servers that the group has in any state. */
  readonly servers: number;
  /** Launches of the group that failed, the newest first; `at` in milliseconds. */
  readonly failures: readonly { readonly at: number; readonly message: string }[];
  /** Seconds since green was launched, and that its launch may take. */
  readonly elapsed: number;
  readonly deadline: number;
}

export type LaunchVerdict =
  | { readonly verdict: "fail"; readonly reason: string; readonly error: "NoCapacity" | "Deadline" }
  | { readonly verdict: "wait"; readonly seconds: number; readonly reason: string };

export const countedInService = ({ inService, size }: Pick<Launch, "inService" | "size">): string =>
  `${inService} of ${size} servers are in service`;

/** Whether a launch that is not complete has failed for good, or for how long it is waited for. */
export function judgeLaunch(launch: Launch): LaunchVerdict {
  const { failures, elapsed, deadline } = launch;
  const [newest] = failures;
  const evidence = newest ? ` (${newest.message})` : "";
  if (hasShortage(launch))
    return {
      verdict: "fail",
      error: "NoCapacity",
      reason: `no server could be launched, ${failures.length} times in a row${evidence}`,
    };
  const counted = countedInService(launch);
  if (elapsed > deadline)
    return {
      verdict: "fail",
      // What AWS could not launch may pass; servers that came up too slowly are the release's own.
      error: newest ? "NoCapacity" : "Deadline",
      reason: `${counted} after ${formatDuration(deadline)}, the launch deadline${evidence}`,
    };
  return {
    verdict: "wait",
    seconds: nextPollSeconds(elapsed, TYPICAL_LAUNCH_SECONDS),
    reason: `${counted}${evidence}`,
  };
}

function hasShortage({ failures, servers }: Launch): boolean {
  const failingFor = ((failures[0]?.at ?? 0) - (failures.at(-1)?.at ?? 0)) / 1000;
  return servers === 0 && failures.length >= FAILURES_IN_A_ROW && failingFor >= SHORTAGE_SECONDS;
}
