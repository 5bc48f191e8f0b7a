import type { InstanceRecord } from "../services/ec2/state.ts";
import { instanceOfKey, targetsOfInstance } from "../services/elbv2/target-groups/target-keys.ts";
import { reach } from "../services/elbv2/serving.ts";
import type { World, WorldEvent } from "../world/world.ts";
import { type InFlight, rotationOf } from "./in-flight.ts";

/**
 * The requests that were in hand when a server went away, by target group: at an instance that stops running, those of
 * the last `requestSeconds` that draining did not keep away from it; at a target whose deregistration delay ends while
 * requests still run, those too (the load balancer closes their connections).
 */
export function requestsCutOff(
  world: World,
  worldEvent: WorldEvent,
  inFlight: InFlight,
): Map<string, number> {
  const { service, kind, subject } = worldEvent;
  const ends = service === "ec2" && (kind === "instance-shutting-down" || kind === "instance-stopping");
  if (ends) return atInstance(world, subject, inFlight);
  if (service === "elasticloadbalancing" && kind === "target-drained")
    return atDrainedTarget(world, worldEvent, inFlight);
  return new Map();
}

function atInstance(world: World, id: string, inFlight: InFlight): Map<string, number> {
  const now = world.now();
  const instance = world.state.instances.get(id);
  const found = new Map<string, number>();
  // Requests to a server that did not serve are counted as lost already.
  if (instance === undefined || !served(instance, now)) return found;
  for (const group of world.state.targetGroups.values()) {
    const inHand = targetsOfInstance(group, id).map((target) =>
      inFlight.inHand(group.arn, rotationOf(group, target, now), now),
    );
    if (inHand.length > 0)
      found.set(
        group.arn,
        inHand.reduce((sum, each) => sum + each, 0),
      );
  }
  return found;
}

function atDrainedTarget(
  world: World,
  { subject, detail }: WorldEvent,
  inFlight: InFlight,
): Map<string, number> {
  const slash = subject.lastIndexOf("/");
  const instance = world.state.instances.get(instanceOfKey(subject.slice(slash + 1)));
  const to = detail?.["drainingSince"];
  if (typeof to !== "number" || reach(instance, world.now()) !== "serves") return new Map();
  const groupArn = subject.slice(0, slash);
  return new Map([[groupArn, inFlight.inHand(groupArn, { from: 0, to }, world.now())]]);
}

/** Whether the instance served until the state it is in began. */
const served = (instance: InstanceRecord, now: number): boolean =>
  reach({ ...instance, state: "running" }, now) === "serves";
