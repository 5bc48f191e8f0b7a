import type {
  CreateTagsRequest,
  DeleteTagsRequest,
  DescribeTagsRequest,
  DescribeTagsResult,
  ResourceType,
} from "@aws-sdk/client-ec2";
import type { WorldState } from "../../../world/state.ts";
import { type Operation, ServiceFault } from "../../operation.ts";
import { compileFilters, type Filterable } from "../filters.ts";
import { imageOf } from "../images/images.ts";
import { instanceOf } from "../instances/lookup.ts";
import { scriptFromTags } from "../instances/server-script.ts";
import { page } from "../pages.ts";
import type { Tag } from "../state.ts";
import { templateOf } from "../templates/launch-template-lookup.ts";
import { mergeTags, readTags, refuseReserved } from "./tag-rules.ts";

interface Tagged {
  readonly id: string;
  tags?: Tag[];
}

interface TagOfResource extends Tag {
  readonly resourceId: string;
  readonly resourceType: ResourceType;
}

const FILTERABLE: Filterable<TagOfResource> = {
  tagsOf: (tag) => [tag],
  fields: {
    key: (tag) => [tag.key],
    value: (tag) => [tag.value],
    "resource-id": (tag) => [tag.resourceId],
    "resource-type": (tag) => [tag.resourceType],
  },
};

/** All resources must exist and all tags be valid, else nothing is tagged; `sim:` tags of images are read at once. */
export const createTags: Operation<CreateTagsRequest, object> = {
  kind: "write",
  accepts: ["Resources", "Tags"],
  handle: (input, { world }) => {
    const added = readTags(input.Tags);
    const changes = taggedResources(world.state, input.Resources).map((resource) => {
      const tags = mergeTags(resource.tags ?? [], added);
      if ("imageId" in resource) scriptFromTags(tags);
      return { resource, tags };
    });
    for (const { resource, tags } of changes) resource.tags = tags;
    return {};
  },
};

/** A tag given with a value is deleted only if it has that value; without tags all but `aws:` ones go (EC2/DeleteTags). */
export const deleteTags: Operation<DeleteTagsRequest, object> = {
  kind: "write",
  accepts: ["Resources", "Tags"],
  handle: (input, { world }) => {
    const wanted = input.Tags ?? [];
    for (const { Key = "" } of wanted) refuseReserved(Key);
    const goes = (tag: Tag): boolean => {
      if (wanted.length === 0) return !tag.key.startsWith("aws:");
      return wanted.some(({ Key, Value }) => Key === tag.key && (Value === undefined || Value === tag.value));
    };
    for (const resource of taggedResources(world.state, input.Resources)) {
      resource.tags = (resource.tags ?? []).filter((tag) => !goes(tag));
    }
    return {};
  },
};

/** 5 to 1,000 tags per page (EC2/DescribeTags). */
export const describeTags: Operation<DescribeTagsRequest, DescribeTagsResult> = {
  kind: "read",
  accepts: ["Filters", "MaxResults", "NextToken"],
  handle: (input, { state }) => {
    const found = allTags(state).filter(compileFilters(input.Filters, FILTERABLE));
    const { page: shown, nextToken } = page(found, input, { smallest: 5, largest: 1000 });
    const tags = shown.map((tag) => ({
      Key: tag.key,
      Value: tag.value,
      ResourceId: tag.resourceId,
      ResourceType: tag.resourceType,
    }));
    return { Tags: tags, NextToken: nextToken };
  },
};

function taggedResources(state: WorldState, ids: readonly string[] | undefined): { tags?: Tag[] }[] {
  return (ids ?? []).map((id) => {
    if (id.startsWith("i-")) return instanceOf(state, id);
    if (id.startsWith("ami-")) return imageOf(state, id);
    if (id.startsWith("lt-")) return templateOf(state, { LaunchTemplateId: id });
    const other = state.subnets.get(id) ?? state.securityGroups.get(id);
    if (!other) throw new ServiceFault("InvalidID", `The ID '${id}' is not valid`);
    return other;
  });
}

function allTags(state: WorldState): TagOfResource[] {
  const images = [...state.images.values()].filter((image) => image.state !== "deregistered");
  return [
    ...tagsOf(
      "image",
      images.map(({ imageId: id, tags }) => ({ id, tags })),
    ),
    ...tagsOf("instance", state.instances.values()),
    ...tagsOf("launch-template", state.launchTemplates.values()),
    ...tagsOf("subnet", state.subnets.values()),
    ...tagsOf("security-group", state.securityGroups.values()),
  ];
}

const tagsOf = (resourceType: ResourceType, resources: Iterable<Tagged>): TagOfResource[] =>
  [...resources].flatMap(({ id, tags = [] }) =>
    tags.map((tag) => ({ ...tag, resourceId: id, resourceType })),
  );
