import type {
  AutoScalingGroup,
  CreateOrUpdateTagsCommandInput,
  DeleteLifecycleHookCommandInput,
  DeletePolicyCommandInput,
  DeleteScheduledActionCommandInput,
  DeleteTagsCommandInput,
  EnableMetricsCollectionCommandInput,
  PutLifecycleHookCommandInput,
  PutNotificationConfigurationCommandInput,
  PutScalingPolicyCommandInput,
  PutScheduledUpdateGroupActionCommandInput,
  ResumeProcessesCommandInput,
  ScalingPolicy,
  ScheduledUpdateGroupAction,
  SuspendProcessesCommandInput,
  UpdateAutoScalingGroupCommandInput,
} from "@aws-sdk/client-auto-scaling";
import type { GroupExtras } from "./group-extras.ts";
import { type Successor, trackingOfGreen } from "./group-metrics.ts";

/** The calls that make a group what it should be, by their names. */
export interface FollowUpInputs {
  readonly CreateOrUpdateTags: CreateOrUpdateTagsCommandInput;
  readonly DeleteLifecycleHook: DeleteLifecycleHookCommandInput;
  readonly DeletePolicy: DeletePolicyCommandInput;
  readonly DeleteScheduledAction: DeleteScheduledActionCommandInput;
  readonly DeleteTags: DeleteTagsCommandInput;
  readonly EnableMetricsCollection: EnableMetricsCollectionCommandInput;
  readonly PutLifecycleHook: PutLifecycleHookCommandInput;
  readonly PutNotificationConfiguration: PutNotificationConfigurationCommandInput;
  readonly PutScalingPolicy: PutScalingPolicyCommandInput;
  readonly PutScheduledUpdateGroupAction: PutScheduledUpdateGroupActionCommandInput;
  readonly ResumeProcesses: ResumeProcessesCommandInput;
  readonly SuspendProcesses: SuspendProcessesCommandInput;
  readonly UpdateAutoScalingGroup: UpdateAutoScalingGroupCommandInput;
}

/** Such a call as data. All of them replace or take away what is there, so doing one again does no harm. */
export type FollowUp<Call extends keyof FollowUpInputs = keyof FollowUpInputs> = {
  readonly [Name in Call]: { readonly call: Name; readonly input: FollowUpInputs[Name] };
}[Call];

/** Green, as what follows its creation has to know it. */
interface GreenToFollow {
  readonly name: string;
  /** That it is in from the start. */
  readonly targetGroups: readonly string[];
  readonly pairs?: readonly (readonly string[])[];
  /** That it is attached to when traffic moves; null: none. */
  readonly joins: string | null;
}

/** What blue has beside its description, for green. First what notifies, then what suspends, then what resizes. */
export function followUps(blue: AutoScalingGroup, extras: GroupExtras, green: GreenToFollow): FollowUp[] {
  const successor = successorOf(blue, green);
  const policies = extras.policies.filter((policy) => green.joins === null || !countsRequests(policy));
  return [
    ...notifications(extras, green.name),
    ...metrics(blue, green.name),
    ...suspensions(blue, green.name),
    ...policies.map((policy): FollowUp => ({ call: "PutScalingPolicy", input: policyOf(policy, successor) })),
    ...extras.scheduledActions.map(
      (action): FollowUp => ({ call: "PutScheduledUpdateGroupAction", input: actionOf(action, green.name) }),
    ),
  ];
}

/** The policies of blue's that AWS takes for green only when green is in the target group that they name (aws-facts 8.7). */
export const policiesOnceAttached = (
  policies: readonly ScalingPolicy[],
  green: Pick<GreenToFollow, "name">,
): FollowUp[] =>
  policies.filter(countsRequests).map((policy) => ({
    call: "PutScalingPolicy",
    // The target group is both generations': the label stays.
    input: policyOf(policy, {
      blue: "",
      green: green.name,
      blueTargetGroups: [],
      targetGroups: [],
      pairs: [],
    }),
  }));

const countsRequests = ({ TargetTrackingConfiguration: tracking }: ScalingPolicy): boolean =>
  tracking?.PredefinedMetricSpecification?.PredefinedMetricType === "ALBRequestCountPerTarget";

const successorOf = (blue: AutoScalingGroup, green: GreenToFollow): Successor => ({
  blue: blue.AutoScalingGroupName ?? "",
  green: green.name,
  blueTargetGroups: [
    ...(blue.TargetGroupARNs ?? []),
    ...(blue.TrafficSources ?? []).map(({ Identifier = "" }) => Identifier),
  ],
  targetGroups: green.targetGroups,
  pairs: green.pairs ?? [],
});

function notifications({ notifications: all }: GroupExtras, name: string): FollowUp[] {
  const topics = [...new Set(all.map(({ TopicARN = "" }) => TopicARN))];
  return topics.map((TopicARN) => {
    const ofTopic = all.filter((each) => each.TopicARN === TopicARN);
    const NotificationTypes = ofTopic.map(({ NotificationType = "" }) => NotificationType);
    return {
      call: "PutNotificationConfiguration",
      input: { AutoScalingGroupName: name, TopicARN, NotificationTypes },
    };
  });
}

function metrics({ EnabledMetrics = [] }: AutoScalingGroup, name: string): FollowUp[] {
  if (EnabledMetrics.length === 0) return [];
  const Metrics = EnabledMetrics.map(({ Metric = "" }) => Metric);
  const Granularity = EnabledMetrics[0]?.Granularity ?? "1Minute";
  return [{ call: "EnableMetricsCollection", input: { AutoScalingGroupName: name, Metrics, Granularity } }];
}

function suspensions({ SuspendedProcesses = [] }: AutoScalingGroup, name: string): FollowUp[] {
  const ScalingProcesses = SuspendedProcesses.map(({ ProcessName = "" }) => ProcessName);
  // An empty list would mean all (aws-facts 1.3).
  if (ScalingProcesses.length === 0) return [];
  return [{ call: "SuspendProcesses", input: { AutoScalingGroupName: name, ScalingProcesses } }];
}

/** Target tracking makes its own alarms; a policy's ARN and alarms stay with the old group. */
function policyOf(policy: ScalingPolicy, successor: Successor): PutScalingPolicyCommandInput {
  const { AutoScalingGroupName: _group, PolicyARN: _arn, Alarms: _alarms, PolicyName, ...settings } = policy;
  const { TargetTrackingConfiguration: tracking, ...rest } = settings;
  return {
    ...withoutUndefined(rest),
    PolicyName,
    AutoScalingGroupName: successor.green,
    ...(tracking && { TargetTrackingConfiguration: trackingOfGreen(tracking, successor) }),
  };
}

/** `Time` is the old name of StartTime and may not stand beside it. */
function actionOf(
  action: ScheduledUpdateGroupAction,
  name: string,
): PutScheduledUpdateGroupActionCommandInput {
  const { AutoScalingGroupName: _group, ScheduledActionARN: _arn, Time, StartTime = Time, ...rest } = action;
  const { ScheduledActionName, ...settings } = rest;
  return {
    ...withoutUndefined(settings),
    ScheduledActionName,
    AutoScalingGroupName: name,
    ...(StartTime && { StartTime }),
  };
}

/** Empty lists are dropped as well: a policy of one type is described with empty lists of the others. */
function withoutUndefined<T extends object>(value: T): T {
  const said = Object.entries(value).filter(
    ([, each]) => each !== undefined && each !== null && !(Array.isArray(each) && each.length === 0),
  );
  return Object.fromEntries(said) as T;
}
