import type {
  AutoScalingGroup,
  LaunchTemplateSpecification,
  ScalingPolicy,
} from "@aws-sdk/client-auto-scaling";
import type { GroupExtras } from "./group-extras.ts";

/** Something about a group that a copy could not have or that moult could not work with. */
interface Uncopyable {
  /** The member of the group, as the API names it: `WarmPoolConfiguration`, `ScalingPolicies.cpu-high`. */
  readonly what: string;
  /** Why, and the way out. */
  readonly why: string;
}

/** All that stands against a faithful copy of this group, at once. Returns none when `blueprint` copies the whole of it. */
export function uncopyable(blue: AutoScalingGroup, extras: GroupExtras): Uncopyable[] {
  return [
    ...launchSourceFaults(blue),
    ...attachmentFaults(blue),
    ...protectionFaults(blue),
    ...instanceFaults(blue),
    ...suspensionFaults(blue),
    ...extras.policies.flatMap((policy) => policyFault(policy, blue.AutoScalingGroupName ?? "")),
  ];
}

const when = (condition: boolean, what: string, why: string): Uncopyable[] =>
  condition ? [{ what, why }] : [];

function launchSourceFaults(blue: AutoScalingGroup): Uncopyable[] {
  const { LaunchConfigurationName, LaunchTemplate, MixedInstancesPolicy: mixed, DesiredCapacityType } = blue;
  const template = LaunchTemplate ?? mixed?.LaunchTemplate?.LaunchTemplateSpecification;
  const place = LaunchTemplate ? "LaunchTemplate" : "MixedInstancesPolicy";
  return [
    ...when(
      LaunchConfigurationName !== undefined || template === undefined,
      "LaunchConfigurationName",
      "launch configurations cannot be versioned: make a launch template of it and let the group use that",
    ),
    ...when(
      template !== undefined && !/^\d+$/.test(template.Version ?? ""),
      `${place}.Version`,
      `the group launches ${template?.Version ?? "$Default"}, which changes under it: pin it, set the group to the number of the version it runs`,
    ),
    ...when(
      DesiredCapacityType !== undefined && DesiredCapacityType !== "units",
      "DesiredCapacityType",
      `capacity is counted in ${DesiredCapacityType}, moult counts servers: set it to units`,
    ),
    ...overrideFaults(blue, template),
  ];
}

function overrideFaults(
  { MixedInstancesPolicy }: AutoScalingGroup,
  template: LaunchTemplateSpecification | undefined,
): Uncopyable[] {
  const overrides = MixedInstancesPolicy?.LaunchTemplate?.Overrides ?? [];
  return overrides.flatMap((override, index) => {
    const { LaunchTemplateSpecification: own, WeightedCapacity: weight, ImageId } = override;
    const what = `MixedInstancesPolicy.Overrides.${override.InstanceType ?? index}`;
    return [
      ...when(
        own !== undefined && own.LaunchTemplateId !== template?.LaunchTemplateId,
        what,
        "it launches from a template of its own, which a new image would not reach: use the group's template, or make it a fleet of its own",
      ),
      ...when(
        ImageId !== undefined,
        what,
        "it names an image of its own, which a new image would not replace: leave ImageId out",
      ),
      ...when(
        weight !== undefined && weight !== "1",
        what,
        `it counts as ${weight} units, moult counts servers: leave WeightedCapacity out`,
      ),
    ];
  });
}

function attachmentFaults(blue: AutoScalingGroup): Uncopyable[] {
  const others = (blue.TrafficSources ?? []).filter(
    ({ Type, Identifier }) => Type !== "elbv2" && !Identifier?.includes(":targetgroup/"),
  );
  return [
    ...when(
      (blue.LoadBalancerNames ?? []).length > 0,
      "LoadBalancerNames",
      `traffic of a classic load balancer (${blue.LoadBalancerNames?.join(", ")}) cannot be moved in steps: use a target group`,
    ),
    ...others
      .filter(({ Identifier }) => !blue.LoadBalancerNames?.includes(Identifier ?? ""))
      .map(({ Type, Identifier }) => ({
        what: "TrafficSources",
        why: `moult cannot move the traffic of ${Identifier} (${Type ?? "unknown type"}): detach it, or use a target group of Elastic Load Balancing`,
      })),
    ...when(
      blue.WarmPoolConfiguration !== undefined,
      "WarmPoolConfiguration",
      "the instances of a warm pool were started from the old image: delete the warm pool",
    ),
    ...when(
      blue.Operator !== undefined,
      "Operator",
      `the group is managed by ${blue.Operator?.Principal}, and AWS refuses changes by anybody else: replace it there`,
    ),
  ];
}

function protectionFaults(blue: AutoScalingGroup): Uncopyable[] {
  return [
    ...when(
      blue.DeletionProtection === "prevent-all-deletion",
      "DeletionProtection",
      "an old generation could never be deleted: set it to prevent-force-deletion, which moult never needs",
    ),
    ...when(
      blue.NewInstancesProtectedFromScaleIn === true,
      "NewInstancesProtectedFromScaleIn",
      "an old generation is emptied by scaling it in, which this forbids: turn it off",
    ),
  ];
}

function instanceFaults({ Instances = [] }: AutoScalingGroup): Uncopyable[] {
  const named = (list: typeof Instances): string => list.map(({ InstanceId }) => InstanceId).join(", ");
  const standby = Instances.filter(({ LifecycleState }) => LifecycleState?.includes("Standby"));
  const kept = Instances.filter((instance) => instance.ProtectedFromScaleIn === true);
  return [
    ...when(
      standby.length > 0,
      "Instances",
      `${named(standby)} stand by, out of service, and would be lost with the group: put them back in service or detach them`,
    ),
    ...when(
      kept.length > 0,
      "Instances",
      `${named(kept)} are protected from scale-in, so the group could not be emptied: remove the protection`,
    ),
  ];
}

/** With one of these suspended a copy never gets its servers, gets them without traffic, or cannot be emptied. */
export const NEEDED_PROCESSES = ["Launch", "Terminate", "AddToLoadBalancer"];

function suspensionFaults({ SuspendedProcesses = [] }: AutoScalingGroup): Uncopyable[] {
  return SuspendedProcesses.filter(({ ProcessName }) => NEEDED_PROCESSES.includes(ProcessName ?? "")).map(
    ({ ProcessName, SuspensionReason }) => ({
      what: `SuspendedProcesses.${ProcessName}`,
      why: `a rollout needs it (suspended: ${SuspensionReason ?? "no reason given"}): resume ${ProcessName}`,
    }),
  );
}

function policyFault(policy: ScalingPolicy, group: string): Uncopyable[] {
  const what = `ScalingPolicies.${policy.PolicyName}`;
  const alarms = (policy.Alarms ?? []).map(({ AlarmName }) => AlarmName).join(", ");
  if (policy.PolicyType === "PredictiveScaling") {
    const why =
      "a forecast needs at least a day of the group's own history, and each generation would begin without: use target tracking or scheduled actions";
    return [{ what, why }];
  }
  if (policy.PolicyType !== "TargetTrackingScaling") {
    const why = `its alarms (${alarms}) call this policy by its ARN and watch this group, and nothing would call a copy: use target tracking, which makes its own alarms`;
    return when(alarms !== "", what, why);
  }
  const queries = policy.TargetTrackingConfiguration?.CustomizedMetricSpecification?.Metrics ?? [];
  return when(
    queries.some(({ Expression }) => Expression?.includes(group) === true),
    what,
    `its metric expression names the group ${group}: let it name a dimension that outlives a generation`,
  );
}
