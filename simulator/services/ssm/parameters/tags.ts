import type {
  AddTagsToResourceRequest,
  AddTagsToResourceResult,
  ListTagsForResourceRequest,
  ListTagsForResourceResult,
  RemoveTagsFromResourceRequest,
  RemoveTagsFromResourceResult,
  Tag as ApiTag,
} from "@aws-sdk/client-ssm";
import type { WorldState } from "../../../world/state.ts";
import { apiTags } from "../../ec2/tags/tag-rules.ts";
import { type Operation, ServiceFault } from "../../operation.ts";
import type { ParameterRecord } from "../state.ts";
import { invalid } from "../validation.ts";

const MOST_TAGS = 50;

/** Of a parameter; other kinds of resources are not simulated, and refused. */
export const listTagsForResource: Operation<ListTagsForResourceRequest, ListTagsForResourceResult> = {
  kind: "read",
  accepts: ["ResourceType", "ResourceId"],
  handle: (input, { state }) => ({ TagList: apiTags(tagged(state, input).tags) as ApiTag[] }),
};

/** A key that is there already gets the new value. At most 50 keys (`TooManyTagsError`). */
export const addTagsToResource: Operation<AddTagsToResourceRequest, AddTagsToResourceResult> = {
  kind: "write",
  accepts: ["ResourceType", "ResourceId", "Tags"],
  handle: (input, { world }) => {
    const parameter = tagged(world.state, input);
    const tags = new Map(parameter.tags.map(({ key, value }) => [key, value]));
    for (const { Key = "", Value = "" } of input.Tags ?? []) tags.set(checkedKey(Key), Value);
    if (tags.size > MOST_TAGS) {
      throw new ServiceFault("TooManyTagsError", `A parameter can have at most ${MOST_TAGS} tags.`);
    }
    parameter.tags = [...tags].map(([key, value]) => ({ key, value }));
    return {};
  },
};

/** Keys that are not there change nothing. */
export const removeTagsFromResource: Operation<RemoveTagsFromResourceRequest, RemoveTagsFromResourceResult> =
  {
    kind: "write",
    accepts: ["ResourceType", "ResourceId", "TagKeys"],
    handle: (input, { world }) => {
      const parameter = tagged(world.state, input);
      const { TagKeys: keys = [] } = input;
      parameter.tags = parameter.tags.filter(({ key }) => !keys.includes(key));
      return {};
    },
  };

function tagged(
  state: WorldState,
  { ResourceType, ResourceId = "" }: ListTagsForResourceRequest,
): ParameterRecord {
  if (ResourceType !== "Parameter") {
    throw new ServiceFault(
      "InvalidResourceType",
      `The resource type '${ResourceType}' is not simulated. The simulator has tags of Parameter alone.`,
    );
  }
  const found = state.parameters.get(ResourceId);
  if (found) return found;
  throw new ServiceFault("InvalidResourceId", `The resource ID '${ResourceId}' is not valid.`);
}

function checkedKey(key: string): string {
  if (key !== "" && key.length <= 128 && !key.toLowerCase().startsWith("aws:")) return key;
  throw invalid(`Tag key '${key}': from 1 to 128 characters, and not beginning with aws:`);
}
