import type {
  DescribeAutoScalingGroupsCommandInput,
  DescribeAutoScalingGroupsCommandOutput,
  DescribeAutoScalingInstancesCommandInput,
  DescribeAutoScalingInstancesCommandOutput,
  Filter,
} from "@aws-sdk/client-auto-scaling";
import type { WorldState } from "../../../world/state.ts";
import { type Operation, paginate } from "../../operation.ts";
import { GROUP_TAG } from "../capacity/launch.ts";
import type { GroupInstance, GroupRecord } from "../state.ts";
import { type Answer, invalid, pageSize } from "./find.ts";
import { shownState } from "../warm-pool/warm-state.ts";
import { groupShape, instanceShape } from "./group-shape.ts";

/** aws-facts 1.2: 50 a page by default, 100 at most; unknown names are left out of the answer. */
export const DescribeAutoScalingGroups: Operation<
  DescribeAutoScalingGroupsCommandInput,
  Answer<DescribeAutoScalingGroupsCommandOutput>
> = {
  kind: "read",
  accepts: ["AutoScalingGroupNames", "Filters", "IncludeInstances", "MaxRecords", "NextToken"],
  handle: (input, { state }) => {
    const names = input.AutoScalingGroupNames ?? [];
    const named =
      names.length > 0 ? names.flatMap((name) => state.groups.get(name) ?? []) : [...state.groups.values()];
    const filters = input.Filters ?? [];
    const found = named.filter((group) => filters.every((filter) => passes(group, filter)));
    const { page, nextToken } = paginate(found, pageSize(input.MaxRecords), input.NextToken);
    const withInstances = input.IncludeInstances ?? true;
    return {
      AutoScalingGroups: page.map((group) => groupShape(state, group, withInstances)),
      NextToken: nextToken,
    };
  },
};

/** At most 50 servers a call. Unknown ids are left out of the answer. */
export const DescribeAutoScalingInstances: Operation<
  DescribeAutoScalingInstancesCommandInput,
  Answer<DescribeAutoScalingInstancesCommandOutput>
> = {
  kind: "read",
  accepts: ["InstanceIds", "MaxRecords", "NextToken"],
  handle: ({ InstanceIds: ids = [], MaxRecords, NextToken }, { state }) => {
    const found = ids.length > 0 ? ids.flatMap((id) => memberOf(state, id) ?? []) : allMembers(state);
    const { page, nextToken } = paginate(found, pageSize(MaxRecords, 50), NextToken);
    return {
      AutoScalingInstances: page.map(({ group, instance }) => ({
        ...instanceShape(state, instance),
        AutoScalingGroupName: group.name,
        LifecycleState: shownState(instance),
        // This operation writes the word in capitals, the group's description does not.
        HealthStatus: instance.healthStatus.toUpperCase(),
      })),
      NextToken: nextToken,
    };
  },
};

interface Member {
  readonly group: GroupRecord;
  readonly instance: GroupInstance;
}

function memberOf(state: WorldState, id: string): Member | undefined {
  const name = state.instances.get(id)?.tags.find(({ key }) => key === GROUP_TAG)?.value;
  const group = state.groups.get(name ?? "");
  const instance = group?.instances.get(id);
  return group && instance && { group, instance };
}

const allMembers = (state: WorldState): Member[] =>
  [...state.groups.values()].flatMap((group) =>
    [...group.instances.values()].map((instance) => ({ group, instance })),
  );

function passes({ tags }: GroupRecord, { Name: name = "", Values: values = [] }: Filter): boolean {
  if (name === "tag-key") return tags.some(({ key }) => values.includes(key));
  if (name === "tag-value") return tags.some(({ value }) => values.includes(value));
  if (!name.startsWith("tag:")) throw invalid(`Filter '${name}' is not valid.`);
  return tags.some(({ key, value }) => key === name.slice("tag:".length) && values.includes(value));
}
