import { DescribeInstancesCommand, type EC2Client, type Instance } from "@aws-sdk/client-ec2";
import type { MetadataOptions, ServerFacts } from "../../domain/drift/server-facts.ts";
import { describeInstancesById } from "./instances.ts";

/** States of a server that is there; those that end are left out, since EC2 shows them for an hour (aws-facts 1.6). */
const STATES = ["pending", "running", "stopping", "stopped"];
/** In one page (EC2/DescribeInstances). */
const PAGE = 1000;

/**
 * Servers whose tag has one of these values (200 at most: EC2/Using_Filtering), page by page. A page may hold none and lead
 * on; the order is not stable (aws-facts 8.8).
 */
export async function* taggedServers(
  client: EC2Client,
  tag: string,
  values: readonly string[],
): AsyncGenerator<readonly ServerFacts[]> {
  const Filters = [
    { Name: `tag:${tag}`, Values: [...values] },
    { Name: "instance-state-name", Values: STATES },
  ];
  let token: string | undefined;
  do {
    const asked = { Filters, MaxResults: PAGE, NextToken: token };
    const { Reservations = [], NextToken } = await client.send(new DescribeInstancesCommand(asked));
    yield Reservations.flatMap(({ Instances = [] }) => Instances.map(asServer));
    token = NextToken === "" ? undefined : NextToken;
  } while (token !== undefined);
}

/** One server by its id; undefined: EC2 does not know it, or it is coming to its end. */
export async function readServer(client: EC2Client, id: string): Promise<ServerFacts | undefined> {
  const [instance] = await describeInstancesById(client, [id]);
  return instance && STATES.includes(instance.State?.Name ?? "") ? asServer(instance) : undefined;
}

/** An instance as it is judged. */
export function asServer(instance: Instance): ServerFacts {
  const primary = (instance.NetworkInterfaces ?? []).find(({ Attachment }) => Attachment?.DeviceIndex === 0);
  const tags = Object.fromEntries((instance.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value]));
  return {
    id: instance.InstanceId ?? "",
    group: tags["aws:autoscaling:groupName"] ?? null,
    launchedAt: (primary?.Attachment?.AttachTime ?? instance.LaunchTime)?.getTime() ?? 0,
    image: instance.ImageId ?? "",
    instanceType: instance.InstanceType ?? "",
    subnet: instance.SubnetId ?? "",
    securityGroups: (primary?.Groups ?? instance.SecurityGroups ?? []).flatMap(
      ({ GroupId }) => GroupId ?? [],
    ),
    instanceProfile: instance.IamInstanceProfile?.Arn ?? null,
    keyPair: instance.KeyName ?? null,
    monitoring: instance.Monitoring?.State === "enabled" || instance.Monitoring?.State === "pending",
    metadataOptions: metadataOptions(instance),
    tags,
  };
}

function metadataOptions({ MetadataOptions: said }: Instance): MetadataOptions | null {
  if (said?.State !== "applied") return null;
  return {
    httpEndpoint: said.HttpEndpoint ?? "",
    httpTokens: said.HttpTokens ?? "",
    hopLimit: said.HttpPutResponseHopLimit ?? 0,
    instanceMetadataTags: said.InstanceMetadataTags ?? "",
  };
}
