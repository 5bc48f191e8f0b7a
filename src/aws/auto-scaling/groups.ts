import {
  type AutoScalingClient,
  type AutoScalingGroup,
  CreateAutoScalingGroupCommand,
  type CreateAutoScalingGroupCommandInput,
  DeleteAutoScalingGroupCommand,
  DescribeAutoScalingGroupsCommand,
  type Instance,
  UpdateAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import { isNotFound } from "../../errors/aws-codes.ts";
import { InvalidInput } from "../../errors/errors.ts";
import { chunk } from "../describe-existing.ts";
import { allPages } from "../pages.ts";

export interface GroupInstance {
  readonly id: string;
  readonly zone: string;
  /** `InService`, `Pending:Wait` …: an open set (aws-facts 1.2). */
  readonly lifecycleState: string;
  /** As Auto Scaling judges it; it says nothing of a load balancer unless the group's health check type has ELB. */
  readonly healthy: boolean;
  readonly templateVersion: string | null;
  readonly protectedFromScaleIn: boolean;
}

/** What steps read of an Auto Scaling group. */
export interface Group {
  readonly name: string;
  readonly arn: string;
  readonly minSize: number;
  readonly maxSize: number;
  readonly desired: number;
  /** Also of a mixed instances policy; null for a launch configuration. The version is as given: maybe `$Latest`. */
  readonly template: { readonly id: string; readonly version: string } | null;
  readonly instances: readonly GroupInstance[];
  /** ARNs, whether attached as target groups or as traffic sources. */
  readonly targetGroups: readonly string[];
  readonly suspendedProcesses: readonly string[];
  readonly tags: Readonly<Record<string, string>>;
  /** Its deletion is under way. */
  readonly deleting: boolean;
  /** As AWS answered: what the blueprint of a copy is made from. */
  readonly raw: AutoScalingGroup;
}

/** The most a call answers at once, and its MaxRecords (aws-facts 1.2). */
const AT_ONCE = 100;

/**
 * The groups of these names that exist, by name: one call for up to a hundred. Makes no call for no names: the API would
 * take that for all groups of the account.
 */
export async function describeGroups(
  client: AutoScalingClient,
  names: readonly string[],
): Promise<Map<string, Group>> {
  const found = new Map<string, Group>();
  for (const part of chunk([...new Set(names)], AT_ONCE)) {
    const groups = await allPages(async (NextToken) => {
      const answer = await client.send(
        new DescribeAutoScalingGroupsCommand({ AutoScalingGroupNames: part, MaxRecords: AT_ONCE, NextToken }),
      );
      return { items: answer.AutoScalingGroups, next: answer.NextToken };
    });
    for (const group of groups.map(asGroup)) found.set(group.name, group);
  }
  return found;
}

/** All groups that have this tag, by name and without their instances: one call for a hundred. */
export async function describeTaggedGroups(
  client: AutoScalingClient,
  tagKey: string,
): Promise<Map<string, Group>> {
  const Filters = [{ Name: "tag-key", Values: [tagKey] }];
  const groups = await allPages(async (NextToken) => {
    const asked = { Filters, IncludeInstances: false, MaxRecords: AT_ONCE, NextToken };
    const answer = await client.send(new DescribeAutoScalingGroupsCommand(asked));
    return { items: answer.AutoScalingGroups, next: answer.NextToken };
  });
  return new Map(groups.map(asGroup).map((group) => [group.name, group]));
}

/**
 * Creates a group. Throws AlreadyExists: there is no client token, so the name is the idempotency handle
 * (aws-facts 1.2), and the caller has to check whose group it is.
 */
export async function createGroup(
  client: AutoScalingClient,
  input: CreateAutoScalingGroupCommandInput,
): Promise<void> {
  await client.send(new CreateAutoScalingGroupCommand(input));
}

interface GroupSize {
  readonly min?: number;
  readonly max?: number;
  readonly desired?: number;
}

/** Sets what is named and nothing else. It replaces no running instance (aws-facts 1.2). */
export async function resizeGroup(client: AutoScalingClient, name: string, size: GroupSize): Promise<void> {
  const { min, max, desired } = size;
  if (min === undefined && max === undefined && desired === undefined) {
    throw new InvalidInput(`nothing to set on group ${name}: name min, max or desired`);
  }
  await client.send(
    new UpdateAutoScalingGroupCommand({
      AutoScalingGroupName: name,
      ...(min !== undefined && { MinSize: min }),
      ...(max !== undefined && { MaxSize: max }),
      ...(desired !== undefined && { DesiredCapacity: desired }),
    }),
  );
}

/**
 * Deletes an empty group; one that is gone already is fine. Never with ForceDelete, which ends instances without their
 * hooks (aws-facts 1.2), so AWS refuses a group that still has instances: Rejected.
 */
export async function deleteGroup(client: AutoScalingClient, name: string): Promise<void> {
  try {
    await client.send(new DeleteAutoScalingGroupCommand({ AutoScalingGroupName: name }));
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

function asGroup(raw: AutoScalingGroup): Group {
  const attached = (raw.TrafficSources ?? [])
    .filter(({ Type, Identifier }) => Type === "elbv2" || Identifier?.includes(":targetgroup/"))
    .map(({ Identifier }) => Identifier ?? "");
  const tags = (raw.Tags ?? []).map(({ Key = "", Value = "" }): [string, string] => [Key, Value]);
  return {
    name: raw.AutoScalingGroupName ?? "",
    arn: raw.AutoScalingGroupARN ?? "",
    minSize: raw.MinSize ?? 0,
    maxSize: raw.MaxSize ?? 0,
    desired: raw.DesiredCapacity ?? 0,
    template: templateOf(raw),
    instances: (raw.Instances ?? []).map(asInstance),
    targetGroups: [...new Set([...(raw.TargetGroupARNs ?? []), ...attached])],
    suspendedProcesses: (raw.SuspendedProcesses ?? []).map(({ ProcessName }) => ProcessName ?? ""),
    tags: Object.fromEntries(tags),
    deleting: raw.Status !== undefined,
    raw,
  };
}

function templateOf(raw: AutoScalingGroup): Group["template"] {
  const template =
    raw.LaunchTemplate ?? raw.MixedInstancesPolicy?.LaunchTemplate?.LaunchTemplateSpecification;
  // A version that is left out means $Default (AS/LaunchTemplateSpecification).
  return template ? { id: template.LaunchTemplateId ?? "", version: template.Version ?? "$Default" } : null;
}

const asInstance = (raw: Instance): GroupInstance => ({
  id: raw.InstanceId ?? "",
  zone: raw.AvailabilityZone ?? "",
  lifecycleState: raw.LifecycleState ?? "",
  healthy: raw.HealthStatus?.toLowerCase() === "healthy",
  templateVersion: raw.LaunchTemplate?.Version ?? null,
  protectedFromScaleIn: raw.ProtectedFromScaleIn ?? false,
});
