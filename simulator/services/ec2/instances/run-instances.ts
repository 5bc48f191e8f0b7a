import type {
  Reservation,
  RunInstancesRequest,
  TerminateInstancesRequest,
  TerminateInstancesResult,
} from "@aws-sdk/client-ec2";
import type { World } from "../../../world/world.ts";
import { type Operation, ServiceFault } from "../../operation.ts";
import type { InstanceRecord, LaunchTemplateData } from "../state.ts";
import { tagsFor } from "../tags/tag-rules.ts";
import { templateOf, versionOf } from "../templates/launch-template-lookup.ts";
import { reservations } from "./answer/instance-answer.ts";
import { terminateInstances as terminate } from "./instance-life.ts";
import { launchInstances } from "./launch.ts";
import { instancesOf } from "./lookup.ts";
import { changedStates, refuseProtected } from "./state-changes.ts";

/** Parameters of a launch that stand in a template as well. */
const LAUNCH_DATA = [
  ...(["ImageId", "InstanceType", "SecurityGroupIds", "SecurityGroups", "UserData", "KeyName"] as const),
  ...(["IamInstanceProfile", "MetadataOptions", "Monitoring", "EbsOptimized"] as const),
  ...(["DisableApiTermination", "DisableApiStop", "InstanceInitiatedShutdownBehavior"] as const),
] as const;

/** For foreign clients: a launch into one subnet, with a template or without; parameters win over the template. */
export const runInstances: Operation<RunInstancesRequest, Reservation> = {
  kind: "write",
  accepts: [
    ...LAUNCH_DATA,
    ...(["MinCount", "MaxCount", "LaunchTemplate", "SubnetId", "TagSpecifications", "ClientToken"] as const),
  ],
  handle: (input, context) => {
    const { world } = context;
    const instances = launchedBefore(world, input.ClientToken) ?? launch(world, input);
    const [reservation] = reservations(instances, { ...context, state: world.state });
    return reservation ?? {};
  },
};

/**
 * Idempotent; at most 1,000 ids. A protected server fails the call; those of the other zones end all the same
 * (aws-facts 1.6, EC2/TerminateInstances).
 */
export const terminateInstances: Operation<TerminateInstancesRequest, TerminateInstancesResult> = {
  kind: "write",
  accepts: ["InstanceIds"],
  handle: (input, { world }) => {
    const ids = input.InstanceIds ?? [];
    if (ids.length > 1000) {
      throw new ServiceFault("InvalidParameterValue", "At most 1000 instance IDs may be given in one call.");
    }
    const instances = instancesOf(world.state, ids);
    const held = instances.filter(({ settings }) => settings.terminationProtected);
    const heldZones = new Set(held.map(({ zone }) => zone));
    const free = instances.filter(({ zone }) => !heldZones.has(zone)).map(({ id }) => id);
    const end = (): void => terminate(world, free, "Client.UserInitiatedShutdown: User initiated shutdown");
    const TerminatingInstances = changedStates(instances, end);
    refuseProtected(held, "terminated", "disableApiTermination");
    return { TerminatingInstances };
  },
};

// A repeated call with the same token answers with what the first one launched.
function launchedBefore(world: World, token: string | undefined): InstanceRecord[] | undefined {
  if (token === undefined) return undefined;
  const found = [...world.state.instances.values()].filter((instance) => instance.clientToken === token);
  return found.length > 0 ? found : undefined;
}

function launch(world: World, input: RunInstancesRequest): InstanceRecord[] {
  const template = input.LaunchTemplate;
  const record = template && templateOf(world.state, template);
  const version = record && versionOf(record, template.Version ?? "$Default");
  const subnetId = input.SubnetId ?? world.state.subnets.keys().next().value ?? "";
  return launchInstances(world, {
    count: countToLaunch(world, input, subnetId),
    data: { ...version?.data, ...ownData(input) },
    launchTemplate: record && version ? { id: record.id, version: version.number } : null,
    subnetId,
    tags: tagsFor("instance", input.TagSpecifications),
    ...(input.ClientToken !== undefined && { clientToken: input.ClientToken }),
  });
}

// As many as fit between MinCount and MaxCount; when not even MinCount fit, the launch fails with its own fault.
function countToLaunch(world: World, input: RunInstancesRequest, subnetId: string): number {
  const { MinCount: least = 1, MaxCount: most = 1 } = input;
  if (least < 1 || most < least) {
    throw new ServiceFault("InvalidParameterValue", `Value (${most}) for parameter maxCount is invalid.`);
  }
  const free = world.state.subnets.get(subnetId)?.freeAddresses ?? most;
  return Math.max(least, Math.min(most, free));
}

function ownData(input: RunInstancesRequest): LaunchTemplateData {
  const given = LAUNCH_DATA.map((name) => [name, input[name]] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}
