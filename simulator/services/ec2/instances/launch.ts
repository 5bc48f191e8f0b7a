import type { TagSpecification } from "@aws-sdk/client-ec2";
import type { World } from "../../../world/world.ts";
import { takeAddress } from "../network/addresses.ts";
import type { InstanceRecord, LaunchTemplateData, SubnetRecord, Tag } from "../state.ts";
import { mergeTags, tagsFor } from "../tags/tag-rules.ts";
import { pendingSeconds, start } from "./instance-life.ts";
import {
  imageToLaunch,
  instanceTypeToLaunch,
  launchFailure,
  securityGroupsToLaunch,
  subnetToLaunchIn,
} from "./launch-checks.ts";
import { scriptOf } from "./server-script.ts";
import { dataVolumesToLaunch, launchedVolumes } from "./settings/data-volumes.ts";
import { profileToLaunch, settingsToLaunch } from "./settings/launch-settings.ts";

export { heal, isServing, sicken, terminateInstances } from "./instance-life.ts";

export interface LaunchRequest {
  readonly count: number;
  /** Already merged: template version, overrides and parameters of the call. */
  readonly data: LaunchTemplateData;
  readonly launchTemplate: { readonly id: string; readonly version: number } | null;
  readonly subnetId: string;
  /** Win over the tags of the data, as a group's tags do (aws-facts 1.2). */
  readonly tags: readonly Tag[];
  /** Seconds in `pending`; 4 to 6 by chance when not given. */
  readonly launchDelaySeconds?: number;
  readonly clientToken?: string;
}

/**
 * Launches all of `count` instances or none. Throws a ServiceFault with EC2's code when the image is unknown, gone or
 * disabled, does not fit the instance type, or its script fails launches; when a security group or the subnet is
 * unknown, or the subnet lacks addresses or capacity.
 */
export function launchInstances(world: World, request: LaunchRequest): InstanceRecord[] {
  const { data, count } = request;
  const image = imageToLaunch(world.state, data);
  const instanceType = instanceTypeToLaunch(data, image);
  const subnet = subnetToLaunchIn(world, request.subnetId, count);
  const script = scriptOf(image);
  if (script.launchFailure !== null) throw launchFailure(script.launchFailure, subnet.zone);
  const { imageId, architecture } = image;
  const shared = {
    imageId,
    architecture,
    instanceType,
    script,
    launchTemplate: request.launchTemplate,
    subnetId: subnet.id,
    zone: subnet.zone,
    securityGroupIds: securityGroupsToLaunch(world, data, subnet.vpcId),
    settings: settingsToLaunch(world, data, image),
    reservationId: world.newId("r"),
    ...(request.clientToken !== undefined && { clientToken: request.clientToken }),
    ...(isSpot(data) && { spot: true as const }),
  };
  const tags = instanceTags(request);
  const profile = profileToLaunch(world, data);
  const volumes = dataVolumesToLaunch(data, image);
  return Array.from({ length: count }, (_, launchIndex) => {
    const instance = newInstance(world, {
      subnet,
      shared: { ...shared, launchIndex },
      profile,
      volumes,
      tags,
    });
    start(world, instance.id, request.launchDelaySeconds ?? pendingSeconds(world));
    return instance;
  });
}

// EC2/RunInstances: InstanceMarketOptions.MarketType; capacity blocks are launched as On-Demand.
const isSpot = (data: LaunchTemplateData): boolean =>
  (data["InstanceMarketOptions"] as { readonly MarketType?: string } | undefined)?.MarketType === "spot";

/** Takes away or gives back all capacity for new instances in a zone, such as `us-east-1a`. */
export function setZoneCapacity(world: World, zone: string, available: boolean): void {
  let changed = false;
  for (const subnet of world.state.subnets.values()) {
    if (subnet.zone !== zone) continue;
    changed ||= (subnet.outOfCapacity ?? false) === available;
    subnet.outOfCapacity = !available;
  }
  if (changed) world.happened("ec2", "zone-capacity", zone, { available });
}

/** Begins or ends a disruption of a zone's service: DescribeInstances fails meanwhile, unless it names others' ids. */
export function setZoneDisruption(world: World, zone: string, disrupted: boolean): void {
  for (const subnet of world.state.subnets.values()) {
    if (subnet.zone === zone) subnet.disrupted = disrupted;
  }
}

type Shared = Pick<
  InstanceRecord,
  | "imageId"
  | "architecture"
  | "instanceType"
  | "script"
  | "launchTemplate"
  | "subnetId"
  | "zone"
  | "securityGroupIds"
  | "settings"
  | "reservationId"
  | "clientToken"
  | "launchIndex"
  | "spot"
>;

interface NewInstance {
  readonly subnet: SubnetRecord;
  readonly shared: Shared;
  /** The ARN of its instance profile. */
  readonly profile: string | null;
  readonly volumes: ReturnType<typeof dataVolumesToLaunch>;
  readonly tags: readonly Tag[];
}

function newInstance(world: World, { subnet, shared, profile, volumes, tags }: NewInstance): InstanceRecord {
  const id = world.newId("i");
  const instance: InstanceRecord = {
    id,
    ...shared,
    profile: profile === null ? null : launchedProfile(world, id, profile),
    privateIp: takeAddress(subnet),
    rootVolume: { id: id.replace("i-", "vol-"), attachedAt: world.now() },
    dataVolumes: launchedVolumes(id, volumes),
    attachedAt: world.now(),
    launchedAt: world.now(),
    state: "pending",
    stateReason: null,
    runningAt: null,
    bootedAt: null,
    healthyAt: null,
    sickAt: null,
    errorsAt: null,
    terminatedAt: null,
    tags: [...tags],
  };
  world.state.instances.set(instance.id, instance);
  return instance;
}

// Its id is made of the server's: making one up would take from the account's chance.
const launchedProfile = (world: World, id: string, arn: string): InstanceRecord["profile"] => ({
  arn,
  associationId: id.replace("i-", "iip-assoc-"),
  since: world.now(),
});

// EC2 tags what a launch template launched with the template's id and version.
function instanceTags({ data, tags, launchTemplate }: LaunchRequest): Tag[] {
  const specifications = data["TagSpecifications"] as readonly TagSpecification[] | undefined;
  const system = launchTemplate
    ? [
        { key: "aws:ec2launchtemplate:id", value: launchTemplate.id },
        { key: "aws:ec2launchtemplate:version", value: String(launchTemplate.version) },
      ]
    : [];
  return mergeTags([...system, ...tagsFor("instance", specifications)], tags);
}
