import type {
  AutoScalingGroup,
  CreateAutoScalingGroupCommandInput,
  DescribeAutoScalingGroupsCommandInput,
  DescribeAutoScalingGroupsCommandOutput,
  DescribeTrafficSourcesCommandOutput,
  UpdateAutoScalingGroupCommandInput,
} from "@aws-sdk/client-auto-scaling";
import type { DescribeTargetHealthCommandOutput } from "@aws-sdk/client-elastic-load-balancing-v2";
import type { DryRunOptions } from "../../aws/middleware/dry-run.ts";
import { imaginedGroup, isImagined, resized } from "./imagined-group.ts";

/** Members of requests that the imagined world looks at; which are there depends on the command. */
interface Input {
  readonly AutoScalingGroupName?: string;
  readonly RuleArn?: string;
  readonly RuleArns?: string[];
  readonly ListenerArn?: string;
  readonly ListenerArns?: string[];
  readonly Actions?: object[];
  readonly DefaultActions?: object[];
  readonly TargetGroupArn?: string;
  readonly InstanceIds?: string[];
  readonly TrafficSources?: { readonly Identifier?: string }[];
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
  };
  return {
    onWrite: (command, input) => write(imagined, command, input as Input),
    onRead: (command, input, ask) => read(imagined, { command, input: input as Input, ask }),
  };
}

function write(world: Imagined, command: string, input: Input): object {
  const group = input.AutoScalingGroupName ?? "";
  switch (command) {
    case "CreateLaunchTemplateVersionCommand":
      return { LaunchTemplateVersion: { VersionNumber: world.nextTemplateVersion } };
    case "CreateAutoScalingGroupCommand":
      world.groups.set(group, imaginedGroup(input as CreateAutoScalingGroupCommandInput));
      return {};
    case "DeleteAutoScalingGroupCommand":
      world.groups.set(group, null);
      return {};
    case "UpdateAutoScalingGroupCommand": {
      const {
        MinSize: min,
        MaxSize: max,
        DesiredCapacity: desired,
      } = input as UpdateAutoScalingGroupCommandInput;
      world.sizes.set(group, { ...world.sizes.get(group), ...defined({ min, max, desired }) });
      return {};
    }
    case "ModifyRuleCommand":
      world.actions.set(input.RuleArn ?? "", input.Actions ?? []);
      return {};
    case "ModifyListenerCommand":
      world.actions.set(input.ListenerArn ?? "", input.DefaultActions ?? []);
      return {};
    case "AttachTrafficSourcesCommand":
    case "DetachTrafficSourcesCommand":
      for (const { Identifier } of input.TrafficSources ?? []) {
        world.attached.set(`${group} ${Identifier}`, command.startsWith("Attach"));
      }
      return {};
    case "SendCommandCommand":
      return { Command: { CommandId: "planned" } };
    default:
      return {};
  }
}

interface Reading {
  readonly command: string;
  readonly input: Input;
  readonly ask: () => Promise<object>;
}

async function read(world: Imagined, reading: Reading): Promise<object> {
  const { command, input, ask } = reading;
  switch (command) {
    case "DescribeAutoScalingGroupsCommand":
      return describeGroups(world, input as DescribeAutoScalingGroupsCommandInput, ask);
    case "DescribeTargetHealthCommand":
      return describeHealth(world, input, ask);
    case "DescribeRulesCommand": {
      const actions = world.actions.get(input.RuleArns?.[0] ?? "");
      return actions ? { Rules: [{ RuleArn: input.RuleArns?.[0], Actions: actions }] } : ask();
    }
    case "DescribeListenersCommand": {
      const actions = world.actions.get(input.ListenerArns?.[0] ?? "");
      return actions
        ? { Listeners: [{ ListenerArn: input.ListenerArns?.[0], DefaultActions: actions }] }
        : ask();
    }
    case "DescribeTrafficSourcesCommand":
      return describeSources(world, input, ask);
    case "DescribeInstanceStatusCommand":
      return input.InstanceIds?.some(isImagined)
        ? { InstanceStatuses: input.InstanceIds.map(statusOk) }
        : ask();
    case "DescribeInstancesCommand":
      return input.InstanceIds?.some(isImagined)
        ? {
            Reservations: [
              {
                Instances: input.InstanceIds.map((InstanceId) => ({
                  InstanceId,
                  PrivateIpAddress: "192.0.2.1",
                })),
              },
            ],
          }
        : ask();
    case "ListCommandsCommand":
      return {
        Commands: [
          {
            CommandId: "planned",
            Status: "Success",
            TargetCount: ALL,
            CompletedCount: ALL,
            ErrorCount: 0,
            DeliveryTimedOutCount: 0,
          },
        ],
      };
    case "ListCommandInvocationsCommand":
      return {
        CommandInvocations: [...world.servers].map((InstanceId) => ({ InstanceId, Status: "Success" })),
      };
    default:
      return ask();
  }
}

/** More servers than any fleet has: an imagined command succeeds on all of them. */
const ALL = 1_000_000;

async function describeGroups(
  world: Imagined,
  input: DescribeAutoScalingGroupsCommandInput,
  ask: Reading["ask"],
): Promise<object> {
  const names = input.AutoScalingGroupNames ?? [];
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

async function describeHealth(world: Imagined, input: Input, ask: Reading["ask"]): Promise<object> {
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

async function describeSources(world: Imagined, input: Input, ask: Reading["ask"]): Promise<object> {
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

const statusOk = (InstanceId: string) => ({
  InstanceId,
  InstanceState: { Name: "running" },
  SystemStatus: { Status: "ok" },
  InstanceStatus: { Status: "ok" },
});

const defined = <T extends object>(value: T): Partial<T> =>
  Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Partial<T>;
