import type { AvailabilityZoneDistribution } from "@aws-sdk/client-auto-scaling";
import type { World } from "../../../world/world.ts";
import { launchInstances } from "../../ec2/instances/launch.ts";
import type { InstanceRecord, Tag } from "../../ec2/state.ts";
import { ServiceFault } from "../../operation.ts";
import { type LaunchChoice, launchChoices, sourceOf } from "../groups/template.ts";
import type { GroupInstance, GroupRecord } from "../state.ts";
import { beginActivity, emitOutcome, endActivity, recordServer, stamp } from "./activity.ts";
import { type Place, spread } from "./balance.ts";
import { noteLaunchFailure } from "./launch-backoff.ts";
import { purchases } from "./purchase.ts";
import { wake } from "./wake.ts";

/** The tag by which a server names its group (aws-facts 1.3). */
export const GROUP_TAG = "aws:autoscaling:groupName";

/** What a group has, and what it still needs, in units of capacity. */
interface Need {
  readonly capacity: number;
  readonly desired: number;
  readonly bySubnet: ReadonlyMap<string, number>;
  /** Where it may be launched; all of the group's places when not given. */
  readonly places?: readonly Place[];
  /** It is launched on top of the desired capacity, ahead of one that goes. */
  readonly ahead?: GroupInstance["ahead"];
  /** It is launched into the warm pool. */
  readonly warmed?: true;
  /** Ends the cause of its activities; a difference between desired and actual capacity when not given. */
  readonly why?: string;
}

/**
 * Launches all that is missing at once, balanced over zones and subnets. A subnet or an instance type that fails is left
 * out and the rest tried there; each failed attempt is an activity of its own and an event. What stays missing is tried
 * again later, after ever longer waits.
 */
export function launchMissing(world: World, group: GroupRecord, need: Need): void {
  let choices: LaunchChoice[];
  try {
    choices = launchChoices(world.state, sourceOf(group));
    requireTargetGroups(world, group);
  } catch (error) {
    failed(world, group, need, { error });
    return putOff(world, group);
  }
  const bySubnet = new Map(need.bySubnet);
  const { desired, capacity } = need;
  let whole = true;
  for (const { spot, missing } of purchases(world.state, group, { desired, missing: desired - capacity })) {
    const bought = choices.map((choice) => ({ ...choice, data: { ...choice.data, ...marketOf(spot) } }));
    whole = launchAll(world, group, bought, { missing, bySubnet, need }) && whole;
  }
  if (!whole) putOff(world, group);
}

// What says nothing of Spot is launched as the template has it.
const marketOf = (spot: boolean | null) =>
  spot === null ? {} : { InstanceMarketOptions: spot ? { MarketType: "spot" } : undefined };

// Answers whether all that was missing is launched.
function launchAll(
  world: World,
  group: GroupRecord,
  choices: readonly LaunchChoice[],
  round: Omit<Round, "choice">,
): boolean {
  let { missing } = round;
  for (const choice of choices) {
    missing = launchFrom(world, group, { ...round, choice, missing });
    if (missing <= 0) return true;
  }
  return false;
}

interface Round {
  readonly choice: LaunchChoice;
  readonly missing: number;
  readonly bySubnet: Map<string, number>;
  readonly need: Need;
}

// Answers the capacity that is still missing.
function launchFrom(world: World, group: GroupRecord, round: Round): number {
  const { choice, bySubnet, need } = round;
  let places = need.places ?? placesOf(world, group);
  let missing = round.missing;
  while (missing > 0 && places.length > 0) {
    const plan = spread(places, bySubnet, Math.ceil(missing / choice.weight));
    for (const [subnetId, count] of plan) {
      // As many as the subnet has room for; the call for the rest then fails with EC2's own fault.
      const free = world.state.subnets.get(subnetId)?.freeAddresses ?? 0;
      const fitting = free > 0 ? Math.min(count, free) : count;
      const launched = tryLaunch(world, group, { choice, subnetId, count: fitting, need });
      missing -= launched * choice.weight;
      bySubnet.set(subnetId, (bySubnet.get(subnetId) ?? 0) + launched);
      if (launched < fitting) places = places.filter((place) => place.subnetId !== subnetId);
    }
    if (isBalancedOnly(group)) break;
  }
  return missing;
}

interface Attempt {
  readonly choice: LaunchChoice;
  readonly subnetId: string;
  readonly count: number;
  readonly need: Need;
}

function tryLaunch(world: World, group: GroupRecord, { choice, subnetId, count, need }: Attempt): number {
  const { template, data, weight } = choice;
  const launchTemplate = { id: template.id, version: template.version };
  try {
    const tags = tagsOf(group);
    const records = launchInstances(world, { count, data, launchTemplate, subnetId, tags });
    for (const record of records) join(world, group, { record, template, weight, need });
    return count;
  } catch (error) {
    failed(world, group, need, { error, subnetId });
    return 0;
  }
}

interface Joining extends Pick<LaunchChoice, "template" | "weight"> {
  readonly record: InstanceRecord;
  readonly need: Need;
}

function join(world: World, group: GroupRecord, { record, template, weight, need }: Joining): void {
  const { id, zone, subnetId, instanceType } = record;
  const activity = beginActivity(world, group, {
    description: `Launching a new EC2 instance${need.warmed ? " into warm pool" : ""}: ${id}`,
    cause: causeOf(world, group, need),
    subnetId,
    zone,
  });
  activity.statusCode = "PreInService";
  const instance = {
    id,
    zone,
    subnetId,
    instanceType,
    weight,
    activity,
    launchTemplate: { ...template, version: String(template.version) },
    lifecycleState: "Pending",
    healthStatus: "Healthy" as const,
    protectedFromScaleIn: group.protectNewInstances,
    inServiceAt: null,
    joinedAt: world.now(),
    registeredWith: [],
    draining: [],
    waitingFor: [],
    forced: false,
    ahead: need.ahead ?? null,
    atRisk: false,
    madeUpForLater: false,
    warmed: need.warmed ?? false,
  };
  group.instances.set(id, instance);
  recordServer(world, "instance-launched", { group, instance });
}

interface Failure {
  readonly error: unknown;
  readonly subnetId?: string;
}

function failed(world: World, group: GroupRecord, need: Need, { error, subnetId }: Failure): void {
  if (!(error instanceof ServiceFault)) throw error;
  const zone = subnetId === undefined ? undefined : world.state.subnets.get(subnetId)?.zone;
  const activity = beginActivity(world, group, {
    description: "Launching a new EC2 instance.  Status Reason: " + error.message,
    cause: causeOf(world, group, need),
    ...(subnetId !== undefined && { subnetId }),
    ...(zone !== undefined && { zone }),
  });
  endActivity(world, activity, "Failed", `${error.message} (${error.code}). Launching EC2 instance failed.`);
  emitOutcome(world, group, "EC2 Instance Launch Unsuccessful", { activity });
  const { code, message } = error;
  world.happened("autoscaling", "launch-failed", group.name, { code, message, subnetId });
}

function putOff(world: World, group: GroupRecord): void {
  noteLaunchFailure(world, group);
  wake(world, group, (group.retryLaunchAt - world.now()) / 1000);
}

function causeOf(world: World, group: GroupRecord, { capacity, desired, why }: Need): string {
  if (why !== undefined) return why;
  return `${group.cause}  At ${stamp(world.now())} an instance was started in response to a difference between desired and actual capacity, increasing the capacity from ${capacity} to ${desired}.`;
}

// aws-facts 8.1: it keeps trying in the zone that fails, and never makes up for it in another one.
const isBalancedOnly = ({ verbatim }: GroupRecord): boolean =>
  (verbatim["AvailabilityZoneDistribution"] as AvailabilityZoneDistribution | undefined)
    ?.CapacityDistributionStrategy === "balanced-only";

function requireTargetGroups({ state }: World, group: GroupRecord): void {
  const gone = group.targetGroupArns.find((arn) => !state.targetGroups.has(arn));
  if (gone === undefined || group.suspended.has("AddToLoadBalancer")) return;
  throw new ServiceFault(
    "ValidationError",
    `One or more target groups not found (${gone}). Validating load balancer configuration failed.`,
  );
}

/** The subnets that the group launches in. */
export const placesOf = ({ state }: World, group: GroupRecord): Place[] =>
  group.subnetIds.map((subnetId) => ({ subnetId, zone: state.subnets.get(subnetId)?.zone ?? subnetId }));

function tagsOf(group: GroupRecord): Tag[] {
  const propagated = group.tags.filter(({ propagateAtLaunch }) => propagateAtLaunch);
  return [{ key: GROUP_TAG, value: group.name }, ...propagated.map(({ key, value }) => ({ key, value }))];
}
