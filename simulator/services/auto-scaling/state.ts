import type { Tag } from "../ec2/state.ts";

export interface GroupTag extends Tag {
  readonly propagateAtLaunch: boolean;
}

export interface LaunchTemplateReference {
  readonly id: string;
  readonly name: string;
  /** As given: a number in words, `$Latest` or `$Default`. Resolved at each launch, as AWS does. */
  readonly version: string;
}

/** The parts of a group that are kept and given back as they came (PascalCase, as the API spells them). */
type Verbatim = Readonly<Record<string, unknown>>;

export interface GroupInstance {
  readonly id: string;
  readonly zone: string;
  readonly instanceType: string;
  readonly launchTemplate: { readonly id: string; readonly name: string; readonly version: string };
  lifecycleState: string;
  healthStatus: "Healthy" | "Unhealthy";
  protectedFromScaleIn: boolean;
  /** When it became InService. */
  inServiceAt: number | null;
  readonly subnetId: string;
  /** Units of capacity it counts for: its WeightedCapacity, or 1. */
  readonly weight: number;
  readonly joinedAt: number;
  /** Target groups the group registered it with. */
  registeredWith: string[];
  /** Those of them it still drains from before it may leave. */
  draining: string[];
  /** Tokens of the lifecycle actions it waits for. */
  waitingFor: string[];
  /** The launch or departure that is under way. */
  activity: ActivityRecord | null;
  /** Leaves without draining and without hooks. */
  forced: boolean;
  /** Launched before another one goes, on top of the desired capacity; null: it is part of it. */
  ahead: Ahead | null;
  /** It stands in the warm pool, and is no server of the group's yet. */
  warmed: boolean;
  /** EC2 said that it may take this Spot server, and its group replaces such servers. */
  atRisk: boolean;
  /** It goes into standby and is to be made up for, which happens when it is out of traffic. */
  madeUpForLater: boolean;
}

/** Ahead of the server of this id, or of one that the termination policies choose (null). */
interface Ahead {
  readonly of: string | null;
  /** How long it is in service before it counts as ready. */
  readonly warmupSeconds: number;
}

export interface LifecycleHookRecord {
  readonly name: string;
  readonly transition: "autoscaling:EC2_INSTANCE_LAUNCHING" | "autoscaling:EC2_INSTANCE_TERMINATING";
  readonly heartbeatSeconds: number;
  readonly defaultResult: "CONTINUE" | "ABANDON";
  readonly notificationMetadata: string | null;
  readonly notificationTargetArn: string | null;
  readonly roleArn: string | null;
}

export interface LifecycleActionRecord {
  readonly token: string;
  readonly hook: string;
  readonly instanceId: string;
  readonly startedAt: number;
  expiresAt: number;
  readonly transition: LifecycleHookRecord["transition"];
  /** The hook's settings when the action began; the hook may be changed or deleted since. */
  readonly heartbeatSeconds: number;
  readonly defaultResult: LifecycleHookRecord["defaultResult"];
}

export interface ActivityRecord {
  readonly id: string;
  readonly description: string;
  readonly cause: string;
  readonly startedAt: number;
  endedAt: number | null;
  statusCode:
    | "InProgress"
    | "Successful"
    | "Failed"
    | "Cancelled"
    | "PreInService"
    | "WaitingForELBConnectionDraining"
    | "MidLifecycleAction";
  statusMessage: string | null;
  /** JSON, as the API gives it. */
  readonly details: string;
}

export interface TrafficSourceRecord {
  readonly type: string;
  state: "Adding" | "Added" | "InService" | "Removing";
}

/** How a refresh replaces servers (AS/RefreshPreferences). */
export interface RefreshSettings {
  readonly minHealthyPercentage: number;
  /** Null: not given; then one is ended and another one launched at once. */
  readonly maxHealthyPercentage: number | null;
  readonly warmupSeconds: number;
  readonly skipMatching: boolean;
  /** Percentages of the servers, ascending. */
  readonly checkpoints: readonly number[];
  readonly checkpointDelaySeconds: number;
  readonly bakeSeconds: number;
  readonly standby: "Wait" | "Ignore" | "Terminate";
  readonly protectedServers: "Wait" | "Ignore" | "Refresh";
}

/** Somebody has the group replace its servers. */
export interface RefreshRecord {
  readonly id: string;
  readonly startedAt: number;
  readonly settings: RefreshSettings;
  /** How many it had to replace when it began. */
  servers: number;
  status: "Pending" | "InProgress" | "Baking" | "Cancelling" | "Cancelled" | "Successful" | "Failed";
  statusReason: string | null;
  endedAt: number | null;
  checkpointsPassed: number;
  /** It stands until then, at a checkpoint or baking. */
  waitsUntil: number | null;
  /** The fewest servers that were left, and since when. */
  progress: { readonly left: number; readonly at: number };
}

/** Servers kept ready beside a group (AS/PutWarmPool). */
interface WarmPoolRecord {
  readonly minSize: number;
  /** Null: the group's maximum. */
  readonly maxPrepared: number | null;
  readonly poolState: "Stopped" | "Running";
  readonly deleting: boolean;
  /** Its servers are ended without hooks. */
  readonly forced: boolean;
}

export interface GroupRecord {
  readonly name: string;
  readonly arn: string;
  readonly createdAt: number;
  minSize: number;
  maxSize: number;
  desiredCapacity: number;
  launchTemplate: LaunchTemplateReference | null;
  mixedInstancesPolicy: Verbatim | null;
  subnetIds: string[];
  zones: string[];
  healthCheckType: string;
  healthCheckGraceSeconds: number;
  defaultCooldown: number;
  defaultInstanceWarmup: number | null;
  targetGroupArns: string[];
  /** Traffic sources on their way in or out, by ARN. */
  trafficSources: Map<string, TrafficSourceRecord>;
  instances: Map<string, GroupInstance>;
  hooks: Map<string, LifecycleHookRecord>;
  actions: Map<string, LifecycleActionRecord>;
  /** Process name to the reason given. */
  suspended: Map<string, string>;
  tags: GroupTag[];
  protectNewInstances: boolean;
  deleting: boolean;
  /** Newest first. */
  activities: ActivityRecord[];
  policies: Map<string, Verbatim>;
  scheduledActions: Map<string, Verbatim>;
  notifications: Verbatim[];
  metricsCollection: string[];
  /** Newest first. */
  refreshes: RefreshRecord[];
  warmPool: WarmPoolRecord | null;
  /** Everything else of CreateAutoScalingGroup that is only kept and given back. */
  verbatim: Verbatim;
  /** The instant the group is next compared with what it should be; null: nothing changed since. */
  wakeAt: number | null;
  /** Why the desired capacity is what it is, as activities tell it. */
  cause: string;
  /** Failed launches in a row, since when, and when the next attempt is due. */
  launchFailures: number;
  launchFailingSince: number | null;
  retryLaunchAt: number;
}

/** What is kept of a deleted group: its activities (aws-facts 1.2: IncludeDeletedGroups). */
export interface DeletedGroupRecord {
  readonly name: string;
  readonly arn: string;
  readonly activities: readonly ActivityRecord[];
}
