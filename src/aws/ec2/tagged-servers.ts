import {
  DescribeInstancesCommand,
  type EC2Client,
  type GroupIdentifier,
  type Instance,
  type InstanceNetworkInterface,
} from "@aws-sdk/client-ec2";
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
  const keep = factsKeeper();
  let token: string | undefined;
  do {
    const asked = { Filters, MaxResults: PAGE, NextToken: token };
    const { Reservations = [], NextToken } = await client.send(new DescribeInstancesCommand(asked));
    yield Reservations.flatMap(({ Instances = [] }) => Instances.map((each) => keep(asServer(each))));
    token = NextToken === "" ? undefined : NextToken;
  } while (token !== undefined);
}

/**
 * Copies what is kept of a page. A string that the parser cut out of an answer holds the whole answer in memory (V8), which
 * at a hundred thousand servers is more than a function has; what many servers have in common is kept once.
 */
function factsKeeper(): (server: ServerFacts) => ServerFacts {
  const kept = new Map<string, string>();
  const keep = (text: string): string => {
    const known = kept.get(text);
    if (known !== undefined) return known;
    const copy = Buffer.from(text).toString();
    kept.set(copy, copy);
    return copy;
  };
  return (server) =>
    JSON.parse(JSON.stringify(server), (_key, value: unknown) =>
      typeof value === "string" ? keep(value) : value,
    ) as ServerFacts;
}

/** One server by its id; undefined: EC2 does not know it, or it is coming to its end. */
export async function readServer(client: EC2Client, id: string): Promise<ServerFacts | undefined> {
  const [instance] = await describeInstancesById(client, [id]);
  return instance && isThere(instance) ? asServer(instance) : undefined;
}

export const isThere = ({ State }: Instance): boolean => STATES.includes(State?.Name ?? "");

/** An instance as it is judged. */
export function asServer(instance: Instance): ServerFacts {
  const primary = primaryInterface(instance);
  const tags = Object.fromEntries((instance.Tags ?? []).map(({ Key = "", Value = "" }) => [Key, Value]));
  return {
    id: instance.InstanceId ?? "",
    group: tags["aws:autoscaling:groupName"] ?? null,
    launchedAt: launchedAt(instance, primary),
    image: instance.ImageId ?? "",
    instanceType: instance.InstanceType ?? "",
    subnet: instance.SubnetId ?? "",
    securityGroups: groupIds(primary?.Groups ?? instance.SecurityGroups),
    instanceProfile: instance.IamInstanceProfile?.Arn ?? null,
    keyPair: instance.KeyName ?? null,
    monitoring: MONITORED.includes(instance.Monitoring?.State ?? ""),
    metadataOptions: metadataOptions(instance),
    tags,
  };
}

const primaryInterface = ({ NetworkInterfaces = [] }: Instance): InstanceNetworkInterface | undefined =>
  NetworkInterfaces.find(({ Attachment }) => Attachment?.DeviceIndex === 0);

/** A start after a stop changes LaunchTime, and leaves since when the primary interface is attached. */
const launchedAt = ({ LaunchTime }: Instance, primary: InstanceNetworkInterface | undefined): number =>
  (primary?.Attachment?.AttachTime ?? LaunchTime)?.getTime() ?? 0;

const groupIds = (groups: readonly GroupIdentifier[] = []): string[] =>
  groups.flatMap(({ GroupId }) => GroupId ?? []);

/** `pending` is detailed monitoring that was just asked for. */
const MONITORED: readonly string[] = ["enabled", "pending"];

function metadataOptions({ MetadataOptions: said }: Instance): MetadataOptions | null {
  if (said?.State !== "applied") return null;
  return {
    httpEndpoint: said.HttpEndpoint ?? "",
    httpTokens: said.HttpTokens ?? "",
    hopLimit: said.HttpPutResponseHopLimit ?? 0,
    instanceMetadataTags: said.InstanceMetadataTags ?? "",
  };
}
