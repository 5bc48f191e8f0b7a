import type {
  AutoScalingGroup,
  CreateAutoScalingGroupCommandInput,
  DescribeAutoScalingGroupsCommandOutput,
  DescribeTrafficSourcesCommandOutput,
  UpdateAutoScalingGroupCommandInput,
} from "@aws-sdk/client-auto-scaling";
import type { DescribeLaunchTemplateVersionsCommandOutput } from "@aws-sdk/client-ec2";
import type { DescribeTargetHealthCommandOutput } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { DryRunOptions } from "../../aws/middleware/dry-run.ts";
import { imaginedGroup, isImagined, resized } from "./imagined-group.ts";

/** Members of requests that the imagined world looks at; which are there depends on the command. */
interface Input {
  readonly AutoScalingGroupName?: string;
  readonly AutoScalingGroupNames?: string[];
  readonly RuleArn?: string;
  readonly RuleArns?: string[];
  readonly ListenerArn?: string;
  readonly ListenerArns?: string[];
  readonly Actions?: object[];
  readonly DefaultActions?: object[];
  readonly TargetGroupArn?: string;
  readonly InstanceIds?: string[];
  readonly Filters?: { readonly Values?: string[] }[];
  readonly TrafficSources?: { readonly Identifier?: string }[];
  readonly LaunchTemplateData?: object;
}

interface Imagined {
  /** Groups that would be made or changed; null: deleted. */
  readonly groups: Map<string, AutoScalingGroup | null>;
  readonly sizes: Map<
    string,
    { min?: number | undefined; max?: number | undefined; desired?: number | undefined }
  >;
  /** Actions by rule or listener ARN. */
  readonly actions: Map<string, object[]>;
  /** `group target-group` that would be attached (true) or detached (false). */
  readonly attached: Map<string, boolean>;
  /** Every server that a read has shown. */
  readonly servers: Set<string>;
  readonly nextTemplateVersion: number;
  /** Of the template version that was read last: the next one is made from it. */
  source: object;
}

/**
 * A world that seems to change: writes are remembered and reads answered as if all had gone well at once. What was not
 * changed is read from the real world, so alarms, quotas and blue are as they are.
 */
export function imagineWorld(nextTemplateVersion: number): DryRunOptions {
  const imagined: Imagined = {
    groups: new Map(),
    sizes: new Map(),
    actions: new Map(),
    attached: new Map(),
    servers: new Set(),
    nextTemplateVersion,
    source: {},
  };
  return {
    onWrite: (command, input) => WRITES[command]?.(imagined, input as Input, command) ?? {},
    onRead: async (command, input, ask) => (READS[command] ?? asked)(imagined, input as Input, ask),
  };
}

/** What becomes of a write, and what it answers; a command that is not here changes nothing that is read again. */
type Write = (world: Imagined, input: Input, command: string) => object;

const WRITES: Readonly<Record<string, Write>> = {
  CreateLaunchTemplateVersionCommand: ({ nextTemplateVersion, source }, { LaunchTemplateData }) => ({
    LaunchTemplateVersion: {
      VersionNumber: nextTemplateVersion,
      LaunchTemplateData: { ...source, ...LaunchTemplateData },
    },
  }),
  CreateAutoScalingGroupCommand: ({ groups }, input) => {
    groups.set(groupIn(input), imaginedGroup(input as CreateAutoScalingGroupCommandInput));
    return {};
  },
  DeleteAutoScalingGroupCommand: ({ groups }, input) => {
    groups.set(groupIn(input), null);
    return {};
  },
  UpdateAutoScalingGroupCommand: ({ sizes }, input) => {
    const { MinSize, MaxSize, DesiredCapacity } = input as UpdateAutoScalingGroupCommandInput;
    const set = defined({ min: MinSize, max: MaxSize, desired: DesiredCapacity });
    sizes.set(groupIn(input), { ...sizes.get(groupIn(input)), ...set });
    return {};
  },
  ModifyRuleCommand: ({ actions }, { RuleArn = "", Actions = [] }) => {
    actions.set(RuleArn, Actions);
    return {};
  },
  ModifyListenerCommand: ({ actions }, { ListenerArn = "", DefaultActions = [] }) => {
    actions.set(ListenerArn, DefaultActions);
    return {};
  },
  AttachTrafficSourcesCommand: changeSources,
  DetachTrafficSourcesCommand: changeSources,
  SendCommandCommand: () => ({ Command: { CommandId: "planned" } }),
};

const groupIn = ({ AutoScalingGroupName }: Input): string => AutoScalingGroupName ?? "";

function changeSources({ attached }: Imagined, input: Input, command: string): object {
  for (const { Identifier } of input.TrafficSources ?? [])
    attached.set(`${groupIn(input)} ${Identifier}`, command.startsWith("Attach"));
  return {};
}

type Ask = () => Promise<object>;
/** Answers a read as if the writes had been made; `ask` reads the real world. */
type Read = (world: Imagined, input: Input, ask: Ask) => object | Promise<object>;

const asked: Read = (_world, _input, ask) => ask();

const READS: Readonly<Record<string, Read>> = {
  DescribeAutoScalingGroupsCommand: describeGroups,
  DescribeTargetHealthCommand: describeHealth,
  DescribeLaunchTemplateVersionsCommand: describeVersions,
  DescribeRulesCommand: ({ actions }, { RuleArns: [RuleArn = ""] = [] }, ask) => {
    const Actions = actions.get(RuleArn);
    return Actions ? { Rules: [{ RuleArn, Actions }] } : ask();
  },
  DescribeListenersCommand: ({ actions }, { ListenerArns: [ListenerArn = ""] = [] }, ask) => {
    const DefaultActions = actions.get(ListenerArn);
    return DefaultActions ? { Listeners: [{ ListenerArn, DefaultActions }] } : ask();
  },
  DescribeTrafficSourcesCommand: describeSources,
  DescribeScalingActivitiesCommand: ({ groups }, { AutoScalingGroupName = "" }, ask) =>
    groups.has(AutoScalingGroupName) ? { Activities: [] } : ask(),
  DescribeInstanceStatusCommand: (_world, { InstanceIds = [] }, ask) =>
    InstanceIds.some(isImagined) ? { InstanceStatuses: InstanceIds.map(statusOk) } : ask(),
  DescribeInstancesCommand: (_world, { InstanceIds = [] }, ask) =>
    InstanceIds.some(isImagined) ? { Reservations: [{ Instances: InstanceIds.map(withAddress) }] } : ask(),
  DescribeInstanceInformationCommand: (
    { groups },
    { Filters: [{ Values: [name = ""] = [] } = {}] = [] },
    ask,
  ) => {
    const group = groups.get(name);
    const online = group?.Instances?.map(({ InstanceId }) => ({ InstanceId, PingStatus: "Online" as const }));
    return group ? { InstanceInformationList: online ?? [] } : ask();
  },
  ListCommandsCommand: () => ({ Commands: [SUCCEEDED] }),
  ListCommandInvocationsCommand: ({ servers }) => ({
    CommandInvocations: [...servers].map((InstanceId) => ({ InstanceId, Status: "Success" })),
  }),
};

/** More servers than any fleet has: an imagined command succeeds on all of them. */
const ALL = 1_000_000;
const SUCCEEDED = {
  CommandId: "planned",
  Status: "Success",
  TargetCount: ALL,
  CompletedCount: ALL,
  ErrorCount: 0,
  DeliveryTimedOutCount: 0,
};

async function describeGroups(
  world: Imagined,
  { AutoScalingGroupNames: names = [] }: Input,
  ask: Ask,
): Promise<object> {
  const real = names.every((name) => world.groups.has(name))
    ? undefined
    : ((await ask()) as DescribeAutoScalingGroupsCommandOutput);
  const groups = names.flatMap((name) => {
    const group = world.groups.has(name)
      ? world.groups.get(name)
      : real?.AutoScalingGroups?.find((each) => each.AutoScalingGroupName === name);
    if (!group) return [];
    for (const { InstanceId = "" } of group.Instances ?? []) world.servers.add(InstanceId);
    const size = world.sizes.get(name);
    return [size ? resized(group, size) : group];
  });
  return { AutoScalingGroups: groups };
}

async function describeVersions(world: Imagined, _input: Input, ask: Ask): Promise<object> {
  const real = (await ask()) as DescribeLaunchTemplateVersionsCommandOutput;
  world.source = real.LaunchTemplateVersions?.[0]?.LaunchTemplateData ?? {};
  return real;
}

async function describeHealth(world: Imagined, input: Input, ask: Ask): Promise<object> {
  const arn = input.TargetGroupArn ?? "";
  const real = (await ask()) as DescribeTargetHealthCommandOutput;
  const made = [...world.groups].flatMap(([name, group]) => {
    const inside = group?.TargetGroupARNs?.includes(arn) || world.attached.get(`${name} ${arn}`);
    return group && inside ? (group.Instances ?? []) : [];
  });
  const healthy = made.map(({ InstanceId }) => ({
    Target: { Id: InstanceId },
    TargetHealth: { State: "healthy" },
  }));
  return { TargetHealthDescriptions: [...(real.TargetHealthDescriptions ?? []), ...healthy] };
}

async function describeSources(world: Imagined, input: Input, ask: Ask): Promise<object> {
  const group = input.AutoScalingGroupName ?? "";
  const real = world.groups.has(group)
    ? { TrafficSources: [] }
    : ((await ask()) as DescribeTrafficSourcesCommandOutput);
  const changed = [...world.attached].filter(([key]) => key.startsWith(`${group} `));
  const kept = (real.TrafficSources ?? []).filter(
    ({ Identifier }) => !changed.some(([key]) => key === `${group} ${Identifier}`),
  );
  const added = changed
    .filter(([, is]) => is)
    .map(([key]) => ({ Identifier: key.slice(group.length + 1), Type: "elbv2", State: "InService" }));
  return { TrafficSources: [...kept, ...added] };
}

const withAddress = (InstanceId: string) => ({ InstanceId, PrivateIpAddress: "192.0.2.1" });

const statusOk = (InstanceId: string) => ({
  InstanceId,
  InstanceState: { Name: "running" },
  SystemStatus: { Status: "ok" },
  InstanceStatus: { Status: "ok" },
});

const defined = <T extends object>(value: T): Partial<T> =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Partial<T>;
