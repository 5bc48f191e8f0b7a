import type { World, WorldEvent } from "../../world/world.ts";
import { afterRunning } from "./capacity/arrival.ts";
import { isTerminating } from "./capacity/counting.ts";
import { afterDraining, leave } from "./capacity/departure.ts";
import { judge, judgeNowAndAfterGrace } from "./capacity/health.ts";
import { GROUP_TAG } from "./capacity/launch.ts";
import { reconcile } from "./capacity/reconcile.ts";
import { onWake, wake } from "./capacity/wake.ts";
import { noteRisk } from "./replacement/at-risk.ts";
import { notDraining } from "./sources/traffic.ts";
import type { GroupInstance, GroupRecord } from "./state.ts";

/** Makes Auto Scaling groups act, and notice what happens to their servers and targets. Called once for a world. */
export function attach(world: World): void {
  onWake(world, (name) => reconcile(world, name));
  world.onWorldEvent((worldEvent) => {
    const react = reactionTo(worldEvent);
    // Reacts at the same instant, once all others have heard: so a history tells causes before what they led to.
    if (react) world.after(0, () => react(world, worldEvent));
  });
}

const OF_TARGETS = new Set(["target-drained", "target-healthy", "target-unhealthy", "target-group-deleted"]);

function reactionTo({
  service,
  kind,
  subject,
}: WorldEvent): ((world: World, of: WorldEvent) => void) | undefined {
  if (service === "ec2" && subject.startsWith("i-")) return onServer;
  if (service === "ec2" && kind === "zone-capacity") return onZone;
  return service === "elasticloadbalancing" && OF_TARGETS.has(kind) ? onTarget : undefined;
}

interface Member {
  readonly group: GroupRecord;
  readonly instance: GroupInstance;
}

// A server names its group by a tag, so finding it costs no search over groups.
function memberOf(world: World, id: string): Member | undefined {
  const tags = world.state.instances.get(id)?.tags ?? [];
  const name = tags.find(({ key }) => key === GROUP_TAG)?.value;
  const group = name === undefined ? undefined : world.state.groups.get(name);
  const instance = group?.instances.get(id);
  return group && instance && { group, instance };
}

function onServer(world: World, { kind, subject }: WorldEvent): void {
  const member = memberOf(world, subject);
  if (!member) return;
  const { group, instance } = member;
  const state = world.state.instances.get(subject)?.state;
  if (kind === "instance-running") afterRunning(world, group, instance);
  else if (kind === "rebalance-recommended" || kind === "spot-interruption") noteRisk(world, group, instance);
  else if (state === "terminated" && mayLeave(instance)) leave(world, group, instance);
  else if (state !== "pending" && state !== "running") {
    if (instance.lifecycleState.startsWith("Pending")) wake(world, group);
    judge(world, group, instance);
  }
}

// One in Standby is not among them: its health is not checked, so it stays until it is to come back (aws-facts 8.5).
const LEAVES_WHEN_ENDED = new Set([
  "Terminating:Proceed",
  "Terminating:Retained",
  "EnteringStandby",
  "Detaching",
]);

// One that still drains or waits for hooks leaves when that is over.
const mayLeave = (instance: GroupInstance): boolean =>
  (isTerminating(instance) && instance.forced) ||
  (instance.warmed && !isTerminating(instance)) ||
  LEAVES_WHEN_ENDED.has(instance.lifecycleState);

// A zone that has capacity again may be made as full as the others (aws-facts 8.1).
function onZone(world: World, { subject: zone }: WorldEvent): void {
  for (const group of world.state.groups.values()) if (group.zones.includes(zone)) wake(world, group);
}

function onTarget(world: World, { kind, subject }: WorldEvent): void {
  if (kind === "target-group-deleted") return forgetTargetGroup(world, subject);
  const cut = subject.lastIndexOf("/");
  const arn = subject.slice(0, cut);
  const member = memberOf(world, subject.slice(cut + 1));
  if (!member) return;
  const { group, instance } = member;
  if (kind === "target-drained") drained(world, member, arn);
  else if (kind === "target-unhealthy") judgeNowAndAfterGrace(world, group, instance);
  else {
    const source = group.trafficSources.get(arn);
    if (source?.state === "Added") source.state = "InService";
    if (instance.ahead !== null) wake(world, group);
  }
}

function drained(world: World, { group, instance }: Member, arn: string): void {
  if (!instance.draining.includes(arn)) return;
  notDraining(instance, arn);
  if (group.trafficSources.get(arn)?.state === "Removing") wake(world, group, 0);
  afterDraining(world, group, instance);
}

// Nothing drains from a target group that is gone.
function forgetTargetGroup(world: World, arn: string): void {
  for (const group of world.state.groups.values()) {
    for (const instance of group.instances.values()) {
      if (instance.draining.includes(arn)) drained(world, { group, instance }, arn);
    }
  }
}
