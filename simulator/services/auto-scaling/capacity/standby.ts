import type {
  AttachInstancesCommandInput,
  AttachInstancesCommandOutput,
  DetachInstancesCommandInput,
  DetachInstancesCommandOutput,
  EnterStandbyCommandInput,
  EnterStandbyCommandOutput,
  ExitStandbyCommandInput,
  ExitStandbyCommandOutput,
} from "@aws-sdk/client-auto-scaling";
import type { World } from "../../../world/world.ts";
import type { Operation } from "../../operation.ts";
import { type Answer, changeableGroup, invalid, members } from "../groups/find.ts";
import { setDesired } from "../groups/size.ts";
import { deregister } from "../sources/traffic.ts";
import type { ActivityRecord, GroupInstance, GroupRecord } from "../state.ts";
import { activityShape } from "./activities.ts";
import { beginActivity, stamp } from "./activity.ts";
import { enterService } from "./arrival.ts";
import { afterDraining } from "./departure.ts";
import { GROUP_TAG } from "./launch.ts";
import { wake } from "./wake.ts";

/** aws-facts 1.2: servers taken or moved in one call. */
const MOST_AT_ONCE = 20;

/**
 * Takes servers out of traffic and capacity; they keep running. Hooks do not run (aws-facts 1.3). Without decrement they are
 * made up for once they are out of traffic (aws-facts 8.5).
 */
export const EnterStandby: Operation<EnterStandbyCommandInput, Answer<EnterStandbyCommandOutput>> = {
  kind: "write",
  accepts: ["AutoScalingGroupName", "InstanceIds", "ShouldDecrementDesiredCapacity"],
  handle: (input, { world }) => ({ Activities: moveOut(world, input, "EnteringStandby") }),
};

/**
 * Gives servers back to their group: desired capacity rises, and they are registered again. Hooks do not run. Refused while
 * Launch is suspended (aws-facts 8.2, 8.5).
 */
export const ExitStandby: Operation<ExitStandbyCommandInput, Answer<ExitStandbyCommandOutput>> = {
  kind: "write",
  accepts: ["AutoScalingGroupName", "InstanceIds"],
  handle: ({ AutoScalingGroupName, InstanceIds }, { world }) => {
    const group = changeableGroup(world.state, AutoScalingGroupName);
    requireLaunch(group, "moved out of Standby");
    const moved = members(group, InstanceIds, MOST_AT_ONCE);
    const stray = moved.find((instance) => instance.lifecycleState !== "Standby");
    if (stray) throw invalid(`The instance ${stray.id} is not in Standby.`);
    setDesired(world, group, group.desiredCapacity + weightOf(moved));
    const activities = moved.map((instance) => {
      instance.activity = begin(world, group, instance, "Moving EC2 instance out of Standby");
      comeBack(world, group, instance);
      return activityShape(group, instance.activity);
    });
    wake(world, group);
    return { Activities: activities };
  },
};

/** Gives servers up for good; they keep running (aws-facts 1.2). */
export const DetachInstances: Operation<DetachInstancesCommandInput, Answer<DetachInstancesCommandOutput>> = {
  kind: "write",
  accepts: ["AutoScalingGroupName", "InstanceIds", "ShouldDecrementDesiredCapacity"],
  handle: (input, { world }) => ({ Activities: moveOut(world, input, "Detaching") }),
};

/**
 * Takes running servers into a group: desired capacity rises by their number. Hooks do not run (aws-facts 1.3). Refused
 * while Launch is suspended (aws-facts 8.2).
 */
export const AttachInstances: Operation<AttachInstancesCommandInput, Answer<AttachInstancesCommandOutput>> = {
  kind: "write",
  accepts: ["AutoScalingGroupName", "InstanceIds"],
  handle: ({ AutoScalingGroupName, InstanceIds: ids = [] }, { world }) => {
    const group = changeableGroup(world.state, AutoScalingGroupName);
    if (ids.length > MOST_AT_ONCE)
      throw invalid(`The number of instance IDs must not exceed ${MOST_AT_ONCE}.`);
    requireLaunch(group, "attached");
    const joining = ids.map((id) => attachable(world, group, id));
    setDesired(world, group, group.desiredCapacity + weightOf(joining));
    for (const instance of joining) {
      group.instances.set(instance.id, instance);
      world.state.instances.get(instance.id)?.tags.push({ key: GROUP_TAG, value: group.name });
      instance.activity = begin(world, group, instance, "Attaching an existing EC2 instance");
      comeBack(world, group, instance);
    }
    wake(world, group);
    return {};
  },
};

// That it is refused is documented, its words are not.
function requireLaunch({ name, suspended }: GroupRecord, what: string): void {
  if (!suspended.has("Launch")) return;
  throw invalid(
    `The Launch process of AutoScalingGroup ${name} is suspended: resume it before instances are ${what}.`,
  );
}

interface MoveOut {
  readonly AutoScalingGroupName?: string | undefined;
  readonly InstanceIds?: string[] | undefined;
  readonly ShouldDecrementDesiredCapacity?: boolean | undefined;
}

function moveOut(world: World, input: MoveOut, state: "EnteringStandby" | "Detaching") {
  const group = changeableGroup(world.state, input.AutoScalingGroupName);
  const moved = members(group, input.InstanceIds, MOST_AT_ONCE);
  const allowed = state === "Detaching" ? ["InService", "Standby"] : ["InService"];
  const stray = moved.find(({ lifecycleState }) => !allowed.includes(lifecycleState));
  if (stray) throw invalid(`The instance ${stray.id} is not in ${allowed.join(" or ")}.`);
  const counted = moved.filter(({ lifecycleState }) => lifecycleState === "InService");
  if (input.ShouldDecrementDesiredCapacity) {
    if (state === "EnteringStandby") requireAboveMin(group, moved);
    setDesired(world, group, group.desiredCapacity - weightOf(counted));
  }
  const words = state === "Detaching" ? "Detaching EC2 instance" : "Moving EC2 instance to Standby";
  const activities = moved.map((instance) => {
    const activity = begin(world, group, instance, words);
    instance.activity = activity;
    instance.lifecycleState = state;
    instance.inServiceAt = null;
    instance.madeUpForLater = state === "EnteringStandby" && !input.ShouldDecrementDesiredCapacity;
    deregister(world, instance, true);
    afterDraining(world, group, instance);
    return activityShape(group, activity);
  });
  wake(world, group);
  return activities;
}

// aws-facts 8.5 has the words, from third parties.
function requireAboveMin(group: GroupRecord, moved: readonly GroupInstance[]): void {
  const { name, minSize: min, maxSize: max, desiredCapacity: desired } = group;
  if (desired - weightOf(moved) >= min) return;
  throw invalid(
    `AutoScalingGroup ${name} has min-size=${min}, max-size=${max}, and desired-size=${desired}. To place into standby ${moved.length} instance, please update the AutoScalingGroup sizes appropriately.`,
  );
}

const REJOIN_SECONDS = 1;

function comeBack(world: World, group: GroupRecord, instance: GroupInstance): void {
  instance.lifecycleState = "Pending";
  const { name } = group;
  const { id } = instance;
  world.after(REJOIN_SECONDS, () => {
    const found = world.state.groups.get(name);
    const member = found?.instances.get(id);
    if (found && member?.lifecycleState === "Pending") enterService(world, found, member);
  });
}

function begin(world: World, group: GroupRecord, instance: GroupInstance, words: string): ActivityRecord {
  return beginActivity(world, group, {
    description: `${words}: ${instance.id}`,
    cause: `At ${stamp(world.now())} instance ${instance.id} was moved in response to a user request.`,
    subnetId: instance.subnetId,
    zone: instance.zone,
  });
}

function attachable(world: World, group: GroupRecord, id: string): GroupInstance {
  const record = world.state.instances.get(id);
  if (record?.state !== "running")
    throw invalid(`Invalid Instance ID(s): [${id}] must be running to be attached.`);
  if (record.tags.some(({ key }) => key === GROUP_TAG)) {
    throw invalid(`Instance ${id} is already part of an Auto Scaling group.`);
  }
  if (!group.zones.includes(record.zone)) throw invalid(`The zone of ${id} is not a zone of the group.`);
  const { zone, subnetId, instanceType, launchTemplate: from } = record;
  const name = world.state.launchTemplates.get(from?.id ?? "")?.name ?? "";
  return {
    id,
    zone,
    subnetId,
    instanceType,
    weight: 1,
    activity: null,
    forced: false,
    ahead: null,
    atRisk: false,
    madeUpForLater: false,
    warmed: false,
    registeredWith: [],
    draining: [],
    waitingFor: [],
    inServiceAt: null,
    joinedAt: world.now(),
    launchTemplate: { id: from?.id ?? "", name, version: String(from?.version ?? "") },
    lifecycleState: "Pending",
    healthStatus: "Healthy",
    protectedFromScaleIn: group.protectNewInstances,
  };
}

const weightOf = (instances: readonly GroupInstance[]): number =>
  instances.reduce((sum, { weight }) => sum + weight, 0);
