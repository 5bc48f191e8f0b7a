import { DeleteTagsCommand, DescribeTagsCommand, type EC2Client } from "@aws-sdk/client-ec2";
import { chunk } from "../describe-existing.ts";
import { allPages } from "../pages.ts";

/** Values that one filter of a Describe* call of EC2 may have (EC2/Using_Filtering). */
const FILTER_VALUES = 200;

/** Those of EC2's resources (templates, instances …) that carry a tag with this key, by id. */
export async function taggedWith(
  client: EC2Client,
  key: string,
  ids: readonly string[],
): Promise<Set<string>> {
  const found = new Set<string>();
  for (const part of chunk([...new Set(ids)], FILTER_VALUES)) {
    const Filters = [
      { Name: "key", Values: [key] },
      { Name: "resource-id", Values: part },
    ];
    const tags = await allPages(async (NextToken) => {
      const answer = await client.send(new DescribeTagsCommand({ Filters, NextToken }));
      return { items: answer.Tags, next: answer.NextToken };
    });
    for (const { ResourceId = "" } of tags) found.add(ResourceId);
  }
  return found;
}

/** Resources that one call may name (EC2/DeleteTags). */
const RESOURCES_AT_ONCE = 1000;

/** Takes tags off resources, whatever their values. One that is not there is fine. */
export async function deleteTags(
  client: EC2Client,
  ids: readonly string[],
  keys: readonly string[],
): Promise<void> {
  const Tags = keys.map((Key) => ({ Key }));
  for (const Resources of chunk([...new Set(ids)], RESOURCES_AT_ONCE))
    await client.send(new DeleteTagsCommand({ Resources: [...Resources], Tags }));
}
