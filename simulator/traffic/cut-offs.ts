import type { InstanceRecord } from "../services/ec2/state.ts";
import { isNetwork } from "../services/elbv2/routing.ts";
import { reach } from "../services/elbv2/serving.ts";
import type { TargetGroupRecord } from "../services/elbv2/state.ts";
import { instanceOfKey, keysOfInstance } from "../services/elbv2/target-groups/target-keys.ts";
import type { World, WorldEvent } from "../world/world.ts";
import type { InFlight } from "./in-flight.ts";

/**
 * The requests that were in hand when a server went away, by target group: at an instance that stops running, those of
 * the last `requestSeconds` that draining did not keep away from it; at a target whose connections the load balancer closes, those too.
 */
export function requestsCutOff(
  world: World,
  worldEvent: WorldEvent,
  inFlight: InFlight,
): Map<string, number> {
  const { service, kind, subject } = worldEvent;
  const ends = service === "ec2" && (kind === "instance-shutting-down" || kind === "instance-stopping");
  if (ends) return atInstance(world, subject, inFlight);
  if (service === "elasticloadbalancing") return atTarget(world, worldEvent, inFlight);
  return new Map();
}

function atInstance(world: World, id: string, inFlight: InFlight): Map<string, number> {
  const now = world.now();
  const instance = world.state.instances.get(id);
  const found = new Map<string, number>();
  // Requests to a server that did not serve are counted as lost already.
  if (instance === undefined || !served(instance, now)) return found;
  for (const group of world.state.targetGroups.values()) {
    const { arn } = group;
    const inHand = keysOfInstance(group, id).reduce((sum, key) => sum + inFlight.inHand(arn, key, now), 0);
    if (inHand > 0) found.set(arn, inHand);
  }
  return found;
}

/**
 * When a deregistration delay ends while requests still run, and on a Network Load Balancer when a target falls: by the group's
 * attributes their connections are closed, or go on (aws-facts 8.7).
 */
function atTarget(world: World, { kind, subject }: WorldEvent, inFlight: InFlight): Map<string, number> {
  const slash = subject.lastIndexOf("/");
  const [arn, key] = [subject.slice(0, slash), subject.slice(slash + 1)];
  const group = world.state.targetGroups.get(arn);
  const instance = world.state.instances.get(instanceOfKey(key));
  if (group === undefined || !closes(group, kind)) return new Map();
  if (reach(instance, world.now()) !== "serves") return new Map();
  return new Map([[arn, inFlight.inHand(arn, key, world.now())]]);
}

function closes(group: TargetGroupRecord, kind: string): boolean {
  const isOn = (attribute: string): boolean =>
    group.attributes.get(`${attribute}.connection_termination.enabled`) === "true";
  if (kind === "target-drained") return !isNetwork(group) || isOn("deregistration_delay");
  return kind === "target-unhealthy" && isNetwork(group) && isOn("target_health_state.unhealthy");
}

/** Whether the instance served until the state it is in began. */
const served = (instance: InstanceRecord, now: number): boolean =>
  reach({ ...instance, state: "running" }, now) === "serves";
