import {
  DescribeInstanceStatusCommand,
  DescribeInstancesCommand,
  type EC2Client,
  type Instance,
  type InstanceStatus,
} from "@aws-sdk/client-ec2";
import { InvalidInput } from "../../errors/errors.ts";
import { chunk, describeExisting } from "../describe-existing.ts";

interface InstanceCondition {
  readonly id: string;
  /** `pending`, `running`, `shutting-down` … */
  readonly state: string;
  /** `ok`: both of EC2's checks passed; `impaired`: one of them failed; else `initializing`, `insufficient-data` … */
  readonly status: string;
}

/** Ids per call: EC2/DescribeInstanceStatus and EC2/DescribeInstances (aws-facts 1.6). */
const STATUSES_AT_ONCE = 100;
const INSTANCES_AT_ONCE = 1000;

/** EC2's own checks of these instances, running or not. One that EC2 does not know (yet) is left out. */
export async function instanceStatuses(
  client: EC2Client,
  ids: readonly string[],
): Promise<InstanceCondition[]> {
  const answers = await Promise.all(
    chunk(ids, STATUSES_AT_ONCE).map((part) =>
      describeExisting(part, async (InstanceIds) => {
        const asked = new DescribeInstanceStatusCommand({ InstanceIds, IncludeAllInstances: true });
        return (await client.send(asked)).InstanceStatuses ?? [];
      }),
    ),
  );
  return answers.flat().map((raw) => ({
    id: raw.InstanceId ?? "",
    state: raw.InstanceState?.Name ?? "",
    status: statusOf(raw),
  }));
}

/**
 * Private IPv4 address of each instance that has one, by id. Throws InvalidInput for no ids: EC2 would take that for
 * every instance of the account (aws-facts 1.6). MaxResults may not stand beside ids (EC2/DescribeInstances).
 */
export async function privateAddresses(
  client: EC2Client,
  ids: readonly string[],
): Promise<Map<string, string>> {
  if (ids.length === 0) {
    throw new InvalidInput(
      "no instance ids to look up, and EC2 would take that for all: look only when there are servers",
    );
  }
  const instances = await describeInstancesById(client, ids);
  const known = instances.flatMap(({ InstanceId, PrivateIpAddress }): [string, string][] =>
    InstanceId !== undefined && PrivateIpAddress !== undefined ? [[InstanceId, PrivateIpAddress]] : [],
  );
  return new Map(known);
}

/** The image that each of these instances was launched from, by id; one that EC2 does not know is left out. */
export async function instanceImages(
  client: EC2Client,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const instances = await describeInstancesById(client, ids);
  return new Map(instances.map(({ InstanceId = "", ImageId = "" }) => [InstanceId, ImageId]));
}

/**
 * When the first of these instances was launched, milliseconds since 1970; null when EC2 knows none. A stopped instance that
 * is started again has a new LaunchTime, but its primary interface has been attached since its launch.
 */
export async function firstLaunch(client: EC2Client, ids: readonly string[]): Promise<number | null> {
  const instants = (await describeInstancesById(client, ids)).flatMap(
    ({ LaunchTime, NetworkInterfaces = [] }) => {
      const primary = NetworkInterfaces.find(({ Attachment }) => Attachment?.DeviceIndex === 0);
      return primary?.Attachment?.AttachTime?.getTime() ?? LaunchTime?.getTime() ?? [];
    },
  );
  return instants.length === 0 ? null : Math.min(...instants);
}

/** These instances, as far as EC2 knows them. Makes no call for no ids: EC2 would take that for every instance of the account. */
export async function describeInstancesById(client: EC2Client, ids: readonly string[]): Promise<Instance[]> {
  const answers = await Promise.all(
    chunk(ids, INSTANCES_AT_ONCE).map((part) =>
      describeExisting(part, async (InstanceIds) => {
        const { Reservations = [] } = await client.send(new DescribeInstancesCommand({ InstanceIds }));
        return Reservations.flatMap(({ Instances = [] }) => Instances);
      }),
    ),
  );
  return answers.flat();
}

function statusOf({ InstanceStatus, SystemStatus }: InstanceStatus): string {
  const both = [SystemStatus?.Status ?? "unknown", InstanceStatus?.Status ?? "unknown"];
  if (both.includes("impaired")) return "impaired";
  return both.find((status) => status !== "ok") ?? "ok";
}
