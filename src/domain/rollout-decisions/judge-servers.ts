import { formatDuration } from "../duration.ts";
import type { GateVerdict } from "../gate.ts";
import { percentOf } from "../percent.ts";

/** Deaths in so long count: over a warm time of days single servers die of old age in every fleet. */
export const DEATHS_WITHIN_SECONDS = 3600;
/** One death may be the hardware's; with more than this share of the fleet it is the servers'. */
const DEATHS_PERCENT = 20;
/** As where green is launched (judge-launch.ts): a group tries each zone at once, so few failures may be one shortage. */
const FAILURES_IN_A_ROW = 3;
const SHORTAGE_SECONDS = 60;

/** One activity of the group, as Auto Scaling tells it. */
export interface ServerActivity {
  /** When it began, milliseconds since 1970, by AWS's clock. */
  readonly at: number;
  /** `Launching a new EC2 instance: i-…`, `Terminating EC2 instance: i-…`. */
  readonly description: string;
  readonly cause: string;
  /** `Successful`, `Failed`, `Cancelled`, or that it is under way. */
  readonly status: string;
  readonly message: string;
}

/** What is known of green's servers where no target group tells how they are. */
export interface Servers {
  readonly inService: number;
  readonly size: number;
  /** Of `size`, percent. */
  readonly floorPercent: number;
  /** Since green is watched, the newest first. */
  readonly activities: readonly ServerActivity[];
  readonly now: number;
}

/** A verdict, and of a `fail` whose fault it is and by which name it ends the rollout. */
export interface ServersVerdict extends GateVerdict {
  readonly imageAtFault: boolean;
  readonly error?: "NoCapacity";
}

/**
 * Judges servers that pull their work: nobody asks them whether they are well, but the group replaces those that die.
 * Replacements for health are deaths; scale-ins, user requests and instance refreshes are not (aws-facts 1.2). A fleet
 * of no servers has nothing that could die, and one of a single server may lose it once.
 */
export function judgeServers(servers: Servers): ServersVerdict {
  const { inService, size, floorPercent, activities, now } = servers;
  const deaths = activities.filter((each) => isDeath(each) && now - each.at <= DEATHS_WITHIN_SECONDS * 1000);
  const most = toleratedDeaths(size);
  const floor = percentOf(floorPercent, size);
  const said = { gate: "servers", value: `${inService} in service, ${deaths.length} died`, since: null };
  const verdict = { ...said, threshold: `${floor} in service, ${most} may die`, imageAtFault: false };
  if (size > 0 && deaths.length > most) return { ...verdict, verdict: "fail", ...died(deaths, most) };
  const failures = failuresInARow(activities);
  const [newest] = failures;
  const failing = newest && isShortage(failures) ? `launches fail: ${newest.message}` : null;
  if (failing !== null && inService === 0 && size > 0)
    return {
      ...verdict,
      verdict: "fail",
      reason: `no server is in service and ${failing}`,
      error: "NoCapacity",
    };
  if (inService < floor) {
    const reason = `${inService} of green's servers are in service, the fleet's floor is ${floor}`;
    return { ...verdict, verdict: "wait", reason: failing === null ? reason : `${reason}; ${failing}` };
  }
  if (failing !== null && inService < size) return { ...verdict, verdict: "wait", reason: failing };
  return { ...verdict, verdict: "pass", reason: `${inService} of ${size} servers are in service` };
}

/** How many of so many servers may die without a verdict. */
const toleratedDeaths = (size: number): number => Math.max(1, Math.floor((size * DEATHS_PERCENT) / 100));

function died(deaths: readonly ServerActivity[], most: number) {
  const within = formatDuration(DEATHS_WITHIN_SECONDS);
  const why = deaths[0]?.cause.match(RESPONSE)?.[1] ?? "unknown";
  return {
    reason: `${deaths.length} of green's servers died within ${within}, ${most} may (the last: ${why})`,
    // One that EC2 shows as ended may have crashed, been reclaimed or been ended by a person: that proves nothing.
    imageAtFault: deaths.filter(({ cause }) => !ENDED.test(cause)).length > most,
  };
}

const RESPONSE = /taken out of service in response to (.*(?:health[ -]?check|status check).*?)\.?$/i;
const ENDED = /terminated or stopped/i;

const isDeath = ({ description, cause }: ServerActivity): boolean =>
  description.startsWith("Terminating") && RESPONSE.test(cause);

/** Launches that failed since the last one that did not. */
function failuresInARow(activities: readonly ServerActivity[]): readonly ServerActivity[] {
  const launches = activities.filter(({ description }) => description.startsWith("Launching"));
  const ended = launches.findIndex(({ status }) => status === "Successful");
  const since = ended === -1 ? launches : launches.slice(0, ended);
  return since.filter(({ status }) => status === "Failed" || status === "Cancelled");
}

function isShortage(failures: readonly ServerActivity[]): boolean {
  const failingFor = ((failures[0]?.at ?? 0) - (failures.at(-1)?.at ?? 0)) / 1000;
  return failures.length >= FAILURES_IN_A_ROW && failingFor >= SHORTAGE_SECONDS;
}
