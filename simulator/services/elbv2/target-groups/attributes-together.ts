import type { WorldState } from "../../../world/state.ts";
import { invalid, invalidConfiguration } from "../faults.ts";
import { forwardOf } from "../routing.ts";
import type { TargetGroupRecord } from "../state.ts";

type Attributes = ReadonlyMap<string, string>;

/**
 * What a target group's attributes ask of each other and of the rules that name the group (ELB/TargetGroupAttribute,
 * aws-facts 1.4 and 8.7). Throws ValidationError or InvalidConfigurationRequest.
 */
export function checkTogether(state: WorldState, group: TargetGroupRecord, attributes: Attributes): void {
  checkAlgorithm(attributes);
  checkConnections(attributes);
  if (attributes.get("stickiness.enabled") !== "true") return;
  checkCookie(attributes);
  refuseStickinessPerZone(attributes);
  if (group.attributes.get("stickiness.enabled") !== "true") refuseStickinessBehindPlainWeights(state, group);
}

/** Slow start and anomaly mitigation work with one algorithm each (aws-facts 1.4, 8.7). */
function checkAlgorithm(attributes: Attributes): void {
  const algorithm = attributes.get("load_balancing.algorithm.type");
  if (Number(attributes.get("slow_start.duration_seconds") ?? 0) > 0 && algorithm !== "round_robin")
    throw invalidConfiguration(
      `You cannot enable slow start with the load balancing algorithm '${algorithm}'`,
    );
  if (
    attributes.get("load_balancing.algorithm.anomaly_mitigation") === "on" &&
    algorithm !== "weighted_random"
  )
    throw invalidConfiguration(
      "Anomaly mitigation is only available with the load balancing algorithm 'weighted_random'",
    );
}

/** An interval to drain unhealthy targets in only where their connections are not ended at once. */
function checkConnections(attributes: Attributes): void {
  const interval = "target_health_state.unhealthy.draining_interval_seconds";
  const termination = "target_health_state.unhealthy.connection_termination.enabled";
  if (Number(attributes.get(interval) ?? 0) > 0 && attributes.get(termination) === "true")
    throw invalidConfiguration(`'${interval}' can only be configured when '${termination}' is false`);
}

/** A cookie of the application has a name, and none of those that are the load balancer's own. */
function checkCookie(attributes: Attributes): void {
  if (attributes.get("stickiness.type") !== "app_cookie") return;
  const key = "stickiness.app_cookie.cookie_name";
  const name = attributes.get(key) ?? "";
  if (name === "" || name.startsWith("AWSALB"))
    throw invalid(`'${key}' must be a name, and must not begin with AWSALB: it is '${name}'`);
}

/** "Not with cross-zone off" (aws-facts 8.7); a Network Load Balancer's stickiness by address is not meant. */
function refuseStickinessPerZone(attributes: Attributes): void {
  const type = attributes.get("stickiness.type");
  if (type === "source_ip" || attributes.get("load_balancing.cross_zone.enabled") !== "false") return;
  throw invalidConfiguration("Stickiness is not supported when cross-zone load balancing is off");
}

/** Sticky sessions to targets need stickiness to target groups where a rule weighs several (aws-facts 1.4). */
function refuseStickinessBehindPlainWeights(state: WorldState, group: TargetGroupRecord): void {
  for (const rule of state.rules.values()) {
    const forward = forwardOf(rule.actions);
    if (forward === undefined || forward.targetGroups.length < 2 || forward.stickiness?.enabled) continue;
    if (forward.targetGroups.some((each) => each.arn === group.arn))
      throw invalidConfiguration(
        `This target group appears behind a rule with group stickiness disabled (${rule.arn}). ` +
          "You must enable group stickiness before enabling target stickiness",
      );
  }
}
