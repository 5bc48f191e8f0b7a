import { formatDuration } from "../duration.ts";
import type { Warning } from "../neighbours/fault.ts";

/** A target group of a Network Load Balancer, as far as it decides which requests get lost there. */
interface NetworkGroup {
  readonly name: string;
  /** Seconds. */
  readonly delay: number;
  /** Names of the zones that the load balancer is enabled in. */
  readonly zones: readonly string[];
  /** Whether a zone's node sends to servers of other zones. */
  readonly crossZone: boolean;
}

/**
 * For so long new connections reach a server that was deregistered from a Network Load Balancer, whatever the deregistration
 * delay (aws-facts 8.7).
 */
const LAG_SECONDS = 120;

/** What of a Network Load Balancer's settings costs requests when servers come and go. `servers`: how many the fleet has. */
export function networkCosts(place: string, group: NetworkGroup, servers: number): Warning[] {
  const { name, delay, zones, crossZone } = group;
  const lag =
    `${name} drains a server for ${formatDuration(delay)}, and a Network Load Balancer sends new connections to it for about ` +
    `${formatDuration(LAG_SECONDS)}: those after it has stopped are lost. Set deregistration_delay.timeout_seconds to ${LAG_SECONDS} or more`;
  const sparse =
    `cross-zone load balancing is off for ${name}, and ${servers} ${servers === 1 ? "server is" : "servers are"} too few for ` +
    `${zones.length} zones (${zones.join(", ")}): where blue and green are in other zones, requests of a zone without a server are ` +
    "lost. Switch load_balancing.cross_zone.enabled on, or enable fewer zones";
  return [
    ...(delay < LAG_SECONDS ? [{ place, why: lag }] : []),
    ...(!crossZone && servers > 0 && servers < zones.length ? [{ place, why: sparse }] : []),
  ];
}
