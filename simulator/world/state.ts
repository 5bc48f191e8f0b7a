import type { DeletedGroupRecord, GroupRecord } from "../services/auto-scaling/state.ts";
import type { AlarmRecord, MetricRecord } from "../services/cloudwatch/state.ts";
import type {
  ConnectEndpointRecord,
  ImageRecord,
  InstanceRecord,
  LaunchTemplateRecord,
  SecurityGroupRecord,
  SubnetRecord,
} from "../services/ec2/state.ts";
import type { RootVolumeTaskRecord } from "../services/ec2/server-state.ts";
import type {
  ListenerRecord,
  LoadBalancerRecord,
  RuleRecord,
  TargetGroupRecord,
} from "../services/elbv2/state.ts";
import type { ImageBuildRecord } from "../services/imagebuilder/state.ts";
import type { CommandRecord, DocumentRecord, ParameterRecord } from "../services/ssm/state.ts";

/**
 * Everything that exists in the simulated account. Plain data only (no functions, no class instances), so that a read
 * can be answered from a copy taken at an earlier moment.
 */
export interface WorldState {
  readonly images: Map<string, ImageRecord>;
  readonly launchTemplates: Map<string, LaunchTemplateRecord>;
  readonly instances: Map<string, InstanceRecord>;
  /** Whether pages of DescribeInstances always hold all they may; EC2 does not promise that (aws-facts 8.8). */
  readonly pages: { areFull: boolean };
  readonly rootVolumeTasks: Map<string, RootVolumeTaskRecord>;
  /** What EC2 was asked for with each client token, by call and token. */
  readonly clientTokens: Map<string, string>;
  readonly subnets: Map<string, SubnetRecord>;
  readonly connectEndpoints: Map<string, ConnectEndpointRecord>;
  readonly securityGroups: Map<string, SecurityGroupRecord>;
  /** By group name. */
  readonly groups: Map<string, GroupRecord>;
  /** By ARN: a name may be used again. */
  readonly deletedGroups: Map<string, DeletedGroupRecord>;
  /** By ARN, as the three below. */
  readonly loadBalancers: Map<string, LoadBalancerRecord>;
  readonly targetGroups: Map<string, TargetGroupRecord>;
  readonly listeners: Map<string, ListenerRecord>;
  readonly rules: Map<string, RuleRecord>;
  /** Load balancing quotas that were raised for this account, by their name in DescribeAccountLimits. */
  readonly raisedLimits: Map<string, number>;
  /** By name. */
  readonly parameters: Map<string, ParameterRecord>;
  /** By ARN: those of other accounts that are shared with this one among them. */
  readonly documents: Map<string, DocumentRecord>;
  readonly commands: Map<string, CommandRecord>;
  readonly alarms: Map<string, AlarmRecord>;
  /** By namespace, name and dimensions. */
  readonly metrics: Map<string, MetricRecord>;
  /** By image build version ARN. */
  readonly imageBuilds: Map<string, ImageBuildRecord>;
}

export function emptyState(): WorldState {
  return {
    images: new Map(),
    launchTemplates: new Map(),
    instances: new Map(),
    pages: { areFull: false },
    rootVolumeTasks: new Map(),
    clientTokens: new Map(),
    subnets: new Map(),
    connectEndpoints: new Map(),
    securityGroups: new Map(),
    groups: new Map(),
    deletedGroups: new Map(),
    loadBalancers: new Map(),
    targetGroups: new Map(),
    listeners: new Map(),
    rules: new Map(),
    raisedLimits: new Map(),
    parameters: new Map(),
    documents: new Map(),
    commands: new Map(),
    alarms: new Map(),
    metrics: new Map(),
    imageBuilds: new Map(),
  };
}
