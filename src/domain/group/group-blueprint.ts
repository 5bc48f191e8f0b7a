import type {
  AutoScalingGroup,
  CreateAutoScalingGroupCommandInput,
  LaunchTemplateSpecification,
  LifecycleHook,
  LifecycleHookSpecification,
  MixedInstancesPolicy,
  Tag,
} from "@aws-sdk/client-auto-scaling";
import { InvalidInput } from "../../errors/errors.ts";
import type { Fleet } from "../declaration/fleet.ts";
import type { GroupExtras } from "./group-extras.ts";
import { type FollowUp, followUps } from "./group-follow-ups.ts";

export type { GroupExtras } from "./group-extras.ts";
export { type FollowUp, policiesOnceAttached } from "./group-follow-ups.ts";
export { uncopyable } from "./group-uncopyable.ts";

/** What green differs in from blue. */
interface GreenGroup {
  readonly name: string;
  readonly size: number;
  readonly min: number;
  readonly max: number;
  readonly templateId: string;
  /** A number: green is pinned, and so is every generation after it. */
  readonly templateVersion: number;
  /** Blue's when left out. */
  readonly subnets?: readonly string[];
  /** ARNs that its servers are registered with from the start. */
  readonly targetGroups: readonly string[];
  /** Each pair of target groups by its ARNs, where the fleet has any. */
  readonly pairs?: readonly (readonly string[])[];
  /** ARN of the target group that it is attached to when traffic moves; null: none. */
  readonly joins: string | null;
  /** moult's own tags; the servers get them too, so that they show whose they are. */
  readonly tags: Readonly<Record<string, string>>;
}

/** How a group is made, as data: one call that creates it, and what makes it whole afterwards, in this order. */
export interface GroupBlueprint {
  readonly create: CreateAutoScalingGroupCommandInput;
  readonly after: readonly FollowUp[];
}

/**
 * Members of blue's description that CreateAutoScalingGroup takes as they are. Not here: what green has its own of, the
 * network, and `Operator`, warm pool, classic load balancers and launch configuration, which `uncopyable` refuses.
 */
export const COPIED = [
  "DefaultCooldown",
  "DefaultInstanceWarmup",
  "HealthCheckType",
  "HealthCheckGracePeriod",
  "PlacementGroup",
  "TerminationPolicies",
  "NewInstancesProtectedFromScaleIn",
  "CapacityRebalance",
  "DeletionProtection",
  "ServiceLinkedRoleARN",
  "MaxInstanceLifetime",
  "Context",
  "DesiredCapacityType",
  "InstanceMaintenancePolicy",
  "AvailabilityZoneDistribution",
  "AvailabilityZoneImpairmentPolicy",
  "CapacityReservationSpecification",
  "InstanceLifecyclePolicy",
] as const;

/** What a console-made group gets; the API's own default is 0 (aws-facts 1.2). */
const FIRST_GRACE_SECONDS = 300;

/**
 * A group that is blue's faithful copy but for what `green` says. Hooks are part of its creation, so that they hold for
 * the first server (aws-facts 1.2). Ask `uncopyable` first: what it names is not in the copy.
 */
export function blueprint(wanted: {
  readonly blue: AutoScalingGroup;
  readonly extras: GroupExtras;
  readonly green: GreenGroup;
}): GroupBlueprint {
  const { blue, extras, green } = wanted;
  const copied = Object.fromEntries(
    COPIED.filter((name) => blue[name] !== undefined && blue[name] !== null).map((name) => [
      name,
      blue[name],
    ]),
  ) as Pick<AutoScalingGroup, (typeof COPIED)[number]>;
  const hooks = extras.hooks.map(hookSpecification);
  return {
    create: {
      ...copied,
      ...zonalShiftAsBlue(blue),
      ...sizeAndSources(green),
      ...launchSource(blue.MixedInstancesPolicy, green),
      ...network(blue, green),
      Tags: [...ownTags(blue, green.tags), ...moultTags(green)],
      ...(hooks.length > 0 && { LifecycleHookSpecificationList: hooks }),
    },
    after: followUps(blue, extras, green),
  };
}

/**
 * Whoever made blue so that it can be shifted out of a zone behind a load balancer without cross-zone balancing has been
 * told what that means, and wanted it: AWS would refuse the copy (aws-facts 8.1).
 */
const zonalShiftAsBlue = ({ AvailabilityZoneImpairmentPolicy: policy }: AutoScalingGroup) =>
  policy?.ZonalShiftEnabled ? { SkipZonalShiftValidation: true } : {};

/**
 * The group of a fleet that has none yet, from its declaration. Throws InvalidInput when that names no subnets.
 * The load balancer's health checks count from the start, after a grace period for booting.
 */
export function firstBlueprint(wanted: {
  readonly fleet: Fleet;
  readonly green: GreenGroup;
}): GroupBlueprint {
  const { fleet, green } = wanted;
  const subnets = green.subnets ?? fleet.network?.subnets ?? [];
  if (subnets.length === 0) {
    throw new InvalidInput(
      `fleet ${fleet.fleet} has no group to copy and names no subnets: declare network.subnets`,
    );
  }
  const balanced = fleet.traffic.strategy !== "none";
  return {
    create: {
      ...sizeAndSources(green),
      LaunchTemplate: pinned(green),
      VPCZoneIdentifier: subnets.join(","),
      HealthCheckType: balanced ? "ELB" : "EC2",
      HealthCheckGracePeriod: FIRST_GRACE_SECONDS,
      // AWS recommends to set it always, even to 0 (aws-facts 1.2).
      DefaultInstanceWarmup: 0,
      Tags: moultTags(green),
    },
    after: [],
  };
}

const sizeAndSources = (green: GreenGroup) => ({
  AutoScalingGroupName: green.name,
  MinSize: green.min,
  MaxSize: green.max,
  DesiredCapacity: green.size,
  ...(green.targetGroups.length > 0 && {
    TrafficSources: green.targetGroups.map((Identifier) => ({ Identifier, Type: "elbv2" })),
  }),
});

const pinned = ({ templateId, templateVersion }: GreenGroup): LaunchTemplateSpecification => ({
  LaunchTemplateId: templateId,
  Version: String(templateVersion),
});

/** The pinned version, alone or in blue's mixed instances policy; overrides of the same template are pinned with it. */
function launchSource(
  policy: MixedInstancesPolicy | undefined,
  green: GreenGroup,
): Pick<CreateAutoScalingGroupCommandInput, "LaunchTemplate" | "MixedInstancesPolicy"> {
  if (!policy) return { LaunchTemplate: pinned(green) };
  const overrides = (policy.LaunchTemplate?.Overrides ?? []).map((override) =>
    override.LaunchTemplateSpecification
      ? { ...override, LaunchTemplateSpecification: pinned(green) }
      : override,
  );
  const LaunchTemplate = { LaunchTemplateSpecification: pinned(green), Overrides: overrides };
  return { MixedInstancesPolicy: { ...policy, LaunchTemplate } };
}

/** Subnets decide the zones; zones by name are for groups that have no subnets (AS/CreateAutoScalingGroup). */
function network(
  blue: AutoScalingGroup,
  green: GreenGroup,
): Pick<CreateAutoScalingGroupCommandInput, "VPCZoneIdentifier" | "AvailabilityZones"> {
  const subnets = green.subnets?.join(",") ?? blue.VPCZoneIdentifier ?? "";
  return subnets === "" ? { AvailabilityZones: blue.AvailabilityZones } : { VPCZoneIdentifier: subnets };
}

/** `aws:` tags are AWS's own and cannot be given; `moult:` tags are the old generation's. */
export function ownTags(blue: AutoScalingGroup, besides: Readonly<Record<string, string>>): Tag[] {
  return (blue.Tags ?? [])
    .filter(
      ({ Key = "" }) => !Key.startsWith("aws:") && !Key.startsWith("moult:") && !Object.hasOwn(besides, Key),
    )
    .map(({ Key, Value, PropagateAtLaunch }) => ({
      Key,
      ...(Value !== undefined && { Value }),
      PropagateAtLaunch: PropagateAtLaunch ?? false,
    }));
}

const moultTags = ({ tags }: GreenGroup): Tag[] =>
  Object.entries(tags).map(([Key, Value]) => ({ Key, Value, PropagateAtLaunch: true }));

/** Without the group's name, and without GlobalTimeout, which AWS works out. */
export const hookSpecification = (hook: LifecycleHook): LifecycleHookSpecification => ({
  LifecycleHookName: hook.LifecycleHookName,
  LifecycleTransition: hook.LifecycleTransition,
  ...(hook.HeartbeatTimeout !== undefined && { HeartbeatTimeout: hook.HeartbeatTimeout }),
  ...(hook.DefaultResult !== undefined && { DefaultResult: hook.DefaultResult }),
  ...(hook.NotificationMetadata !== undefined && { NotificationMetadata: hook.NotificationMetadata }),
  ...(hook.NotificationTargetARN !== undefined && { NotificationTargetARN: hook.NotificationTargetARN }),
  ...(hook.RoleARN !== undefined && { RoleARN: hook.RoleARN }),
});
