import type { World } from "../../../world/world.ts";
import { restart, stop } from "../../ec2/instances/instance-life.ts";
import { beginActivity, emitOutcome, endActivity, recordServer, stamp } from "../capacity/activity.ts";
import { countBySubnet, counts } from "../capacity/counting.ts";
import { beginTermination } from "../capacity/departure.ts";
import { launchMissing } from "../capacity/launch.ts";
import { noteLaunchSuccess } from "../capacity/launch-backoff.ts";
import { mayLaunch } from "../replacement/ahead.ts";
import type { GroupInstance, GroupRecord } from "../state.ts";
import { poolOf, poolSize } from "./warm-state.ts";

/** Fills the pool or empties it to its size, unless Launch or Terminate is suspended; a deleted one is gone when empty. */
export function settlePool(world: World, group: GroupRecord): void {
  if (!group.warmPool) return;
  const pool = poolOf(group);
  const surplus = pool.length - poolSize(group);
  if (surplus > 0 && !group.suspended.has("Terminate")) {
    const reason = "a change of the warm pool's size";
    for (const instance of pool.slice(0, surplus)) {
      beginTermination(world, group, instance, { reason, forced: group.warmPool.forced });
    }
  } else if (surplus < 0 && mayLaunch(world, group)) {
    launchMissing(world, group, {
      capacity: pool.length,
      desired: pool.length - surplus,
      bySubnet: withPool(countBySubnet(group), pool),
      warmed: true,
      why: `At ${stamp(world.now())} an instance was started in response to a difference between the warm pool's size and its capacity.`,
    });
  }
  const left = [...group.instances.values()].some(({ warmed }) => warmed);
  if (group.warmPool.deleting && !left) group.warmPool = null;
}

/** Puts a launched server whose hooks are over into the pool: stopped, or running (AS/PutWarmPool: PoolState). */
export function enterPool(world: World, group: GroupRecord, instance: GroupInstance): void {
  const record = world.state.instances.get(instance.id);
  const isStopped = group.warmPool?.poolState !== "Running";
  instance.lifecycleState = isStopped ? "Stopped" : "Running";
  if (isStopped && record) stop(world, record);
  const { activity, id } = instance;
  if (activity) {
    endActivity(world, activity, "Successful");
    emitOutcome(world, group, "EC2 Instance Launch Successful", { activity, instanceId: id, warmed: true });
    noteLaunchSuccess(group);
  }
  instance.activity = null;
  recordServer(world, "instance-warmed", { group, instance });
}

/**
 * Takes servers out of the pool for a group that lacks them: a stopped one is started, and the launch hooks run again
 * (ASG/ec2-auto-scaling-warm-pools). Answers the capacity that comes so.
 */
export function takeFromPool(world: World, group: GroupRecord, missing: number): number {
  const state = ({ id }: GroupInstance) => world.state.instances.get(id)?.state;
  const prepared = poolOf(group).filter(
    (each) =>
      (each.lifecycleState === "Stopped" && state(each) === "stopped") ||
      (each.lifecycleState === "Running" && state(each) === "running"),
  );
  let taken = 0;
  while (taken < missing && prepared.length > 0) {
    const at = emptiestZone(group, prepared);
    const [instance] = prepared.splice(at, 1);
    if (!instance) break;
    taken += instance.weight;
    comeIn(world, group, instance);
  }
  return taken;
}

// The place of the one whose zone has the fewest of the group's servers: zones are balanced first (aws-facts 8.1).
function emptiestZone(group: GroupRecord, prepared: readonly GroupInstance[]): number {
  const standing = [...group.instances.values()].filter(counts);
  const inZone = prepared.map(({ zone }) => standing.filter((each) => each.zone === zone).length);
  return inZone.indexOf(Math.min(...inZone));
}

function withPool(bySubnet: Map<string, number>, pool: readonly GroupInstance[]): Map<string, number> {
  for (const { subnetId } of pool) bySubnet.set(subnetId, (bySubnet.get(subnetId) ?? 0) + 1);
  return bySubnet;
}

function comeIn(world: World, group: GroupRecord, instance: GroupInstance): void {
  const { id, subnetId, zone, lifecycleState: from } = instance;
  const record = world.state.instances.get(id);
  instance.warmed = false;
  instance.lifecycleState = "Pending";
  instance.activity = beginActivity(world, group, {
    description: `Launching a new EC2 instance from warm pool: ${id}`,
    cause: `${group.cause}  At ${stamp(world.now())} an instance was started in response to a difference between desired and actual capacity.`,
    subnetId,
    zone,
  });
  recordServer(world, "instance-launched", { group, instance });
  if (from === "Stopped" && record) restart(world, record);
  // A running one has nothing to wait for: it walks on as if EC2 had just started it.
  else world.after(0, () => world.happened("ec2", "instance-running", id));
}
