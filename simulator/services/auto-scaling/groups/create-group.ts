import type {
  CreateAutoScalingGroupCommandInput,
  CreateAutoScalingGroupCommandOutput,
} from "@aws-sdk/client-auto-scaling";
import type { World } from "../../../world/world.ts";
import { type Operation, ServiceFault } from "../../operation.ts";
import { putHook } from "../hooks/hook-input.ts";
import type { GroupRecord, LifecycleHookRecord, TrafficSourceRecord } from "../state.ts";
import { type Answer, invalid } from "./find.ts";
import { checkHealthCheckType, networkOf, SHARED, sourceGiven, verbatimOf } from "./group-input.ts";
import { checkSize, resize } from "./size.ts";
import { targetGroupsGiven } from "./source-input.ts";
import { mergeGroupTags } from "./tag-input.ts";
import { checkZonalShift } from "./zonal-shift.ts";

/** aws-facts 2: groups of one Region, unless the account has had it raised. */
const MOST_GROUPS = 500;
const GROUP_LIMIT = "auto-scaling-groups";

/** How many groups the account may have. */
export const mostGroups = ({ raisedLimits }: World["state"]): number =>
  raisedLimits.get(GROUP_LIMIT) ?? MOST_GROUPS;

/** Raises the quota of groups, as AWS does on request. */
export function raiseGroupLimit(world: World, max: number): void {
  world.state.raisedLimits.set(GROUP_LIMIT, max);
}
const DEFAULT_COOLDOWN_SECONDS = 300;

/**
 * Makes a group; its hooks are there before the first launch (aws-facts 1.2). Throws `AlreadyExists` for a name in use,
 * also while the old group is being deleted, `LimitExceeded` and `ValidationError`.
 */
export const CreateAutoScalingGroup: Operation<
  CreateAutoScalingGroupCommandInput,
  Answer<CreateAutoScalingGroupCommandOutput>
> = {
  kind: "write",
  accepts: [...SHARED, "TargetGroupARNs", "TrafficSources", "LifecycleHookSpecificationList", "Tags"],
  handle: (input, { world }) => {
    const { groups } = world.state;
    const name = checkName(input.AutoScalingGroupName);
    if (groups.has(name)) {
      const message = `AutoScalingGroup by this name already exists - A group with the name ${name} already exists`;
      throw new ServiceFault("AlreadyExists", message);
    }
    const most = mostGroups(world.state);
    if (groups.size >= most) {
      throw new ServiceFault("LimitExceeded", `You've already reached ${most} Auto Scaling groups.`);
    }
    const group = newGroup(world, name, input);
    const { minSize, maxSize } = group;
    const size = { minSize, maxSize, desiredCapacity: input.DesiredCapacity ?? minSize };
    checkSize(size);
    groups.set(name, group);
    resize(world, group, size, "a user request created an AutoScalingGroup");
    world.happened("autoscaling", "group-created", name, { arn: group.arn, desired: size.desiredCapacity });
    return {};
  },
};

function newGroup(world: World, name: string, input: CreateAutoScalingGroupCommandInput): GroupRecord {
  const network = networkOf(world.state, input);
  if (!network) throw invalid("At least one Availability Zone or VPC Subnet is required.");
  const source = sourceGiven(world.state, input);
  if (!source) throw invalid("Valid requests must contain either LaunchTemplate or MixedInstancesPolicy.");
  const arns = targetGroupsGiven(world.state, input);
  const hooks = new Map<string, LifecycleHookRecord>();
  const { AvailabilityZoneImpairmentPolicy: policy, SkipZonalShiftValidation: skip } = input;
  checkZonalShift(world.state, { policy, targetGroups: arns, skip });
  for (const hook of input.LifecycleHookSpecificationList ?? []) putHook(hooks, hook);
  const adding: [string, TrafficSourceRecord][] = arns.map((arn) => [
    arn,
    { type: "elbv2", state: "Adding" },
  ]);
  return {
    ...emptyGroup(),
    name,
    arn: world.arn("autoscaling", `autoScalingGroup:${world.newUuid()}:autoScalingGroupName/${name}`),
    createdAt: world.now(),
    minSize: input.MinSize ?? 0,
    maxSize: input.MaxSize ?? 0,
    ...source,
    ...network,
    healthCheckType: checkHealthCheckType(input.HealthCheckType ?? "EC2"),
    healthCheckGraceSeconds: input.HealthCheckGracePeriod ?? 0,
    defaultCooldown: input.DefaultCooldown ?? DEFAULT_COOLDOWN_SECONDS,
    defaultInstanceWarmup: input.DefaultInstanceWarmup ?? null,
    targetGroupArns: arns,
    trafficSources: new Map(adding),
    hooks,
    tags: mergeGroupTags([], input.Tags ?? []),
    protectNewInstances: input.NewInstancesProtectedFromScaleIn ?? false,
    verbatim: verbatimOf(input, defaults(world)),
  };
}

const emptyGroup = () => ({
  desiredCapacity: 0,
  instances: new Map(),
  actions: new Map(),
  suspended: new Map(),
  deleting: false,
  activities: [],
  policies: new Map(),
  scheduledActions: new Map(),
  notifications: [],
  metricsCollection: [],
  refreshes: [],
  warmPool: null,
  wakeAt: null,
  cause: "",
  launchFailures: 0,
  launchFailingSince: null,
  retryLaunchAt: 0,
});

const defaults = (world: World) => ({
  TerminationPolicies: ["Default"],
  DeletionProtection: "none",
  CapacityReservationSpecification: { CapacityReservationPreference: "default" },
  ServiceLinkedRoleARN: `arn:${world.partition}:iam::${world.account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`,
});

function checkName(given: string | undefined): string {
  const name = given ?? "";
  // aws-facts 1.2: at most 255 characters, no colon.
  if (name === "" || name.length > 255 || name.includes(":"))
    throw invalid(`Group name '${name}' is not valid.`);
  return name;
}
