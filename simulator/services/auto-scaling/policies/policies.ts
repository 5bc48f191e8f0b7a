import type {
  Alarm,
  DeletePolicyCommandInput,
  DeletePolicyCommandOutput,
  DescribePoliciesCommandInput,
  DescribePoliciesCommandOutput,
  ExecutePolicyCommandInput,
  ExecutePolicyCommandOutput,
  PutScalingPolicyCommandInput,
  PutScalingPolicyCommandOutput,
  ScalingPolicy,
} from "@aws-sdk/client-auto-scaling";
import type { World } from "../../../world/world.ts";
import { type Operation, paginate } from "../../operation.ts";
import { type Answer, changeableGroup, groupNamed, invalid, pageSize } from "../groups/find.ts";
import { applyDesiredByAlarm } from "../groups/size.ts";
import type { GroupRecord } from "../state.ts";
import { adjusted } from "./policy-adjustment.ts";
import { checkLabel } from "./policy-label.ts";
import { dropAlarms, putPolicyAlarms } from "./policy-alarms.ts";

const TYPES = new Set(["SimpleScaling", "StepScaling", "TargetTrackingScaling", "PredictiveScaling"]);

/** Sets a scaling policy. A target tracking policy makes its own alarms; no policy acts by itself here: no metric is read. */
export const PutScalingPolicy: Operation<
  PutScalingPolicyCommandInput,
  Answer<PutScalingPolicyCommandOutput>
> = {
  kind: "write",
  accepts: [
    ...(["AutoScalingGroupName", "PolicyName", "PolicyType", "AdjustmentType", "MinAdjustmentStep"] as const),
    ...(["MinAdjustmentMagnitude", "ScalingAdjustment", "Cooldown", "MetricAggregationType"] as const),
    ...(["StepAdjustments", "EstimatedInstanceWarmup", "TargetTrackingConfiguration", "Enabled"] as const),
    "PredictiveScalingConfiguration",
  ],
  handle: (input, { world }) => {
    const group = changeableGroup(world.state, input.AutoScalingGroupName);
    const type = input.PolicyType ?? "SimpleScaling";
    if (!TYPES.has(type)) throw invalid(`PolicyType '${type}' is not valid.`);
    if ((type === "TargetTrackingScaling") !== (input.TargetTrackingConfiguration !== undefined)) {
      throw invalid(
        "TargetTrackingConfiguration goes with the policy type TargetTrackingScaling, and only with it.",
      );
    }
    checkLabel(group, input);
    return put(world, group, { ...input, PolicyType: type });
  },
};

/** Names a policy by its ARN or, with the group, by its name. */
export const DeletePolicy: Operation<DeletePolicyCommandInput, Answer<DeletePolicyCommandOutput>> = {
  kind: "write",
  accepts: ["AutoScalingGroupName", "PolicyName"],
  handle: (input, { world }) => {
    const { group, policy } = find(world, input);
    group.policies.delete(policy.PolicyName ?? "");
    if (policy.PolicyType === "TargetTrackingScaling") dropAlarms(world, policy.Alarms ?? []);
    return {};
  },
};

export const DescribePolicies: Operation<
  DescribePoliciesCommandInput,
  Answer<DescribePoliciesCommandOutput>
> = {
  kind: "read",
  accepts: ["AutoScalingGroupName", "PolicyNames", "PolicyTypes", "MaxRecords", "NextToken"],
  handle: (input, { state }) => {
    const { AutoScalingGroupName: group, PolicyNames: names = [], PolicyTypes: types = [] } = input;
    const groups = group === undefined ? [...state.groups.values()] : [groupNamed(state, group)];
    const all = groups.flatMap(({ policies }) => [...policies.values()] as ScalingPolicy[]);
    const found = all.filter(
      ({ PolicyName = "", PolicyARN = "", PolicyType = "" }) =>
        (names.length === 0 || names.includes(PolicyName) || names.includes(PolicyARN)) &&
        (types.length === 0 || types.includes(PolicyType)),
    );
    const { page, nextToken } = paginate(found, pageSize(input.MaxRecords), input.NextToken);
    return { ScalingPolicies: page, NextToken: nextToken };
  },
};

/**
 * Plays the autoscaler: does what the policy's alarm would have it do, and like that obeys a suspended
 * AlarmNotification. Target tracking and predictive policies cannot be executed (API reference).
 */
export const ExecutePolicy: Operation<ExecutePolicyCommandInput, Answer<ExecutePolicyCommandOutput>> = {
  kind: "write",
  accepts: ["AutoScalingGroupName", "PolicyName", "MetricValue", "BreachThreshold"],
  handle: (input, { world }) => {
    const { group, policy } = find(world, input);
    if (policy.PolicyType !== "SimpleScaling" && policy.PolicyType !== "StepScaling") {
      throw invalid(`A policy of type ${policy.PolicyType} cannot be executed.`);
    }
    if (policy.Enabled === false) return {};
    applyDesiredByAlarm(world, group.name, adjusted(group.desiredCapacity, policy, input));
    return {};
  },
};

function put(
  world: World,
  group: GroupRecord,
  input: PutScalingPolicyCommandInput,
): Answer<PutScalingPolicyCommandOutput> {
  const { name } = group;
  const policyName = input.PolicyName ?? "";
  const before = group.policies.get(policyName);
  const resource = `scalingPolicy:${world.newUuid()}:autoScalingGroupName/${name}:policyName/${policyName}`;
  const arn = (before?.["PolicyARN"] as string | undefined) ?? world.arn("autoscaling", resource);
  const had = (before?.["Alarms"] ?? []) as Alarm[];
  const alarms = putPolicyAlarms(world, input, had);
  const kept = new Set(alarms.map(({ AlarmName }) => AlarmName));
  dropAlarms(
    world,
    had.filter(({ AlarmName }) => !kept.has(AlarmName)),
  );
  group.policies.set(policyName, { Enabled: true, ...input, PolicyARN: arn, Alarms: alarms });
  return { PolicyARN: arn, Alarms: alarms };
}

interface Named {
  readonly AutoScalingGroupName?: string | undefined;
  readonly PolicyName?: string | undefined;
}

function find(world: World, { AutoScalingGroupName, PolicyName: named = "" }: Named) {
  const name = /:autoScalingGroupName\/([^:]+):policyName\//.exec(named)?.[1] ?? AutoScalingGroupName;
  const group = changeableGroup(world.state, name);
  for (const each of group.policies.values() as Iterable<ScalingPolicy>) {
    if (each.PolicyName === named || each.PolicyARN === named) return { group, policy: each };
  }
  throw invalid(`PolicyName '${named}' not found in group ${group.name}.`);
}
