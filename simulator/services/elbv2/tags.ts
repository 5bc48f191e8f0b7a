import type {
  AddTagsInput,
  AddTagsOutput,
  DescribeTagsInput,
  DescribeTagsOutput,
  RemoveTagsInput,
  RemoveTagsOutput,
} from "@aws-sdk/client-elastic-load-balancing-v2";
import type { WorldState } from "../../world/state.ts";
import type { Tag } from "../ec2/state.ts";
import type { Operation } from "../operation.ts";
import { invalid, listenerOf, loadBalancerOf, required, ruleOf, targetGroupOf } from "./faults.ts";
import { TAGGED_RESOURCES_PER_CALL } from "./quotas.ts";
import { mergeTags, readTags } from "./tag-rules.ts";

export const addTags: Operation<AddTagsInput, AddTagsOutput> = {
  kind: "write",
  accepts: ["ResourceArns", "Tags"],
  handle(input, { world }) {
    const added = readTags(required(input.Tags, "Tags"));
    const resources = resourcesOf(world.state, input.ResourceArns);
    const merged = resources.map((resource) => mergeTags(resource.tags, added));
    for (const [index, resource] of resources.entries()) resource.tags = merged[index] ?? resource.tags;
    return {};
  },
};

export const removeTags: Operation<RemoveTagsInput, RemoveTagsOutput> = {
  kind: "write",
  accepts: ["ResourceArns", "TagKeys"],
  handle(input, { world }) {
    const keys = new Set(required(input.TagKeys, "TagKeys"));
    for (const resource of resourcesOf(world.state, input.ResourceArns))
      resource.tags = resource.tags.filter((tag) => !keys.has(tag.key));
    return {};
  },
};

export const describeTags: Operation<DescribeTagsInput, DescribeTagsOutput> = {
  kind: "read",
  accepts: ["ResourceArns"],
  handle: (input, { state }) => ({
    TagDescriptions: resourcesOf(state, input.ResourceArns).map(({ arn, tags }) => ({
      ResourceArn: arn,
      Tags: tags.map(({ key, value }) => ({ Key: key, Value: value })),
    })),
  }),
};

/** At most 20 resources in a call (ELB/DescribeTags). */
function resourcesOf(
  state: WorldState,
  arns: readonly string[] | undefined,
): { readonly arn: string; tags: Tag[] }[] {
  const wanted = required(arns, "ResourceArns");
  if (wanted.length > TAGGED_RESOURCES_PER_CALL)
    throw invalid(`A call can name at most ${TAGGED_RESOURCES_PER_CALL} resources`);
  return wanted.map((arn) => {
    if (arn.includes(":targetgroup/")) return targetGroupOf(state, arn);
    if (arn.includes(":loadbalancer/")) return loadBalancerOf(state, arn);
    if (arn.includes(":listener-rule/")) return ruleOf(state, arn);
    if (arn.includes(":listener/")) return listenerOf(state, arn);
    throw invalid(`'${arn}' is not a valid load balancer, target group, listener or rule ARN`);
  });
}
