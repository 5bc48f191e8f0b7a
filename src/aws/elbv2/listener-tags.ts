import {
  DescribeTagsCommand,
  type ElasticLoadBalancingV2Client,
} from "@aws-sdk/client-elastic-load-balancing-v2";

/** Whether a listener or a rule carries a tag with this key. Throws NotFound. */
export async function isTaggedWith(
  client: ElasticLoadBalancingV2Client,
  key: string,
  arn: string,
): Promise<boolean> {
  const { TagDescriptions = [] } = await client.send(new DescribeTagsCommand({ ResourceArns: [arn] }));
  return TagDescriptions.some(({ Tags = [] }) => Tags.some(({ Key }) => Key === key));
}
