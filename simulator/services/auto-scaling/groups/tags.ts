import type {
  CreateOrUpdateTagsCommandInput,
  CreateOrUpdateTagsCommandOutput,
  DeleteTagsCommandInput,
  DeleteTagsCommandOutput,
  DescribeTagsCommandInput,
  DescribeTagsCommandOutput,
  Filter,
  Tag,
  TagDescription,
} from "@aws-sdk/client-auto-scaling";
import { type Operation, paginate } from "../../operation.ts";
import { type Answer, changeableGroup, invalid, pageSize } from "./find.ts";
import { tagShapes } from "./group-shape.ts";
import { mergeGroupTags } from "./tag-input.ts";

/** Tags groups; servers that run already do not get the tags (ASG user guide, ec2-auto-scaling-tagging). */
export const CreateOrUpdateTags: Operation<
  CreateOrUpdateTagsCommandInput,
  Answer<CreateOrUpdateTagsCommandOutput>
> = {
  kind: "write",
  accepts: ["Tags"],
  handle: ({ Tags = [] }, { world }) => {
    for (const [name, tags] of byGroup(Tags)) {
      const group = changeableGroup(world.state, name);
      group.tags = mergeGroupTags(group.tags, tags);
    }
    return {};
  },
};

/** Takes tags away. A tag given with a value goes only if it has that value. */
export const DeleteTags: Operation<DeleteTagsCommandInput, Answer<DeleteTagsCommandOutput>> = {
  kind: "write",
  accepts: ["Tags"],
  handle: ({ Tags = [] }, { world }) => {
    for (const [name, tags] of byGroup(Tags)) {
      const group = changeableGroup(world.state, name);
      const named = ({ key, value }: { key: string; value: string }): boolean =>
        tags.some((tag) => tag.Key === key && (tag.Value === undefined || tag.Value === value));
      group.tags = group.tags.filter((tag) => !named(tag));
    }
    return {};
  },
};

export const DescribeTags: Operation<DescribeTagsCommandInput, Answer<DescribeTagsCommandOutput>> = {
  kind: "read",
  accepts: ["Filters", "MaxRecords", "NextToken"],
  handle: ({ Filters = [], MaxRecords, NextToken }, { state }) => {
    const all = [...state.groups.values()].flatMap(tagShapes);
    const found = all.filter((tag) => Filters.every((filter) => passes(tag, filter)));
    const { page, nextToken } = paginate(found, pageSize(MaxRecords), NextToken);
    return { Tags: page, NextToken: nextToken };
  },
};

const FIELDS = {
  "auto-scaling-group": "ResourceId",
  key: "Key",
  value: "Value",
  "propagate-at-launch": "PropagateAtLaunch",
} as const;

function passes(tag: TagDescription, { Name: name = "", Values: values = [] }: Filter): boolean {
  const known = Object.entries(FIELDS).find(([filter]) => filter === name);
  if (!known) throw invalid(`Filter '${name}' is not valid.`);
  return values.includes(String(tag[known[1]]));
}

function byGroup(tags: readonly Tag[]): Map<string, Tag[]> {
  const groups = new Map<string, Tag[]>();
  for (const tag of tags) {
    const { ResourceId: name, ResourceType: type = "auto-scaling-group" } = tag;
    if (name === undefined || type !== "auto-scaling-group")
      throw invalid(`A tag names no Auto Scaling group.`);
    groups.set(name, [...(groups.get(name) ?? []), tag]);
  }
  return groups;
}
