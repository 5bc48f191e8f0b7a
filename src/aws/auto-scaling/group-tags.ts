import { type AutoScalingClient, DeleteTagsCommand } from "@aws-sdk/client-auto-scaling";

/** Takes tags off a group, whatever their values; its servers keep theirs. One that is not there is fine. */
export async function deleteGroupTags(
  client: AutoScalingClient,
  group: string,
  keys: readonly string[],
): Promise<void> {
  const Tags = keys.map((Key) => ({ ResourceId: group, ResourceType: "auto-scaling-group", Key }));
  await client.send(new DeleteTagsCommand({ Tags }));
}
