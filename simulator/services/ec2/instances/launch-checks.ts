import type { WorldState } from "../../../world/state.ts";
import type { World } from "../../../world/world.ts";
import { ServiceFault } from "../../operation.ts";
import type { ImageRecord, LaunchTemplateData, SubnetRecord } from "../state.ts";

// Families with a Graviton processor carry a `g` behind the generation (t4g, m7gd, im4gn), but for a1.
const ARM_FAMILY = /^(a1|[a-z]+\d+g[a-z]*)\./;
const INSTANCE_TYPE = /^[a-z][a-z0-9-]*\.[a-z0-9-]+$/;
const PARAMETER_ALIAS = "resolve:ssm:";

/** The image that launch data names: an id, or `resolve:ssm:<parameter>`, which is read at each launch as AWS does. */
export function imageToLaunch(state: WorldState, data: LaunchTemplateData): ImageRecord {
  const id = resolveImageId(state, data.ImageId);
  const image = state.images.get(id);
  if (!image) throw new ServiceFault("InvalidAMIID.NotFound", `The image id '[${id}]' does not exist`);
  // aws-facts 1.6: launches from a deregistered or a disabled image fail.
  if (image.state !== "available") {
    throw new ServiceFault("InvalidAMIID.Unavailable", `The image id '[${id}]' is no longer available`);
  }
  return image;
}

/** The image id behind `resolve:ssm:<parameter>`; any other id as it is. */
export function resolveImageId(state: WorldState, imageId: string | undefined): string {
  if (imageId === undefined) throw missing("ImageId");
  if (!imageId.startsWith(PARAMETER_ALIAS)) return imageId;
  const name = imageId.slice(PARAMETER_ALIAS.length);
  const parameter = state.parameters.get(name);
  if (!parameter) {
    throw new ServiceFault("InvalidParameterValue", `The parameter '${name}' of '${imageId}' does not exist`);
  }
  return parameter.value;
}

/** The instance type of launch data, which must fit the image's architecture. */
export function instanceTypeToLaunch(data: LaunchTemplateData, image: ImageRecord): string {
  if (data.InstanceType === undefined) throw missing("InstanceType");
  return instanceTypeFor(data.InstanceType, image.architecture);
}

/** An instance type, which must be of this architecture. */
export function instanceTypeFor(type: string, wanted: ImageRecord["architecture"]): string {
  if (!INSTANCE_TYPE.test(type)) {
    throw new ServiceFault("InvalidParameterValue", `Invalid value '${type}' for InstanceType.`);
  }
  const architecture = architectureOf(type);
  if (architecture !== wanted) {
    throw new ServiceFault(
      "InvalidParameterValue",
      `The architecture '${architecture}' of the specified instance type does not match the architecture '${wanted}' of the specified AMI.`,
    );
  }
  return type;
}

const architectureOf = (instanceType: string): ImageRecord["architecture"] =>
  ARM_FAMILY.test(instanceType) ? "arm64" : "x86_64";

/** The subnet, which must have `count` free addresses and capacity in its zone. */
export function subnetToLaunchIn(world: World, subnetId: string, count: number): SubnetRecord {
  const subnet = world.state.subnets.get(subnetId);
  if (!subnet) {
    throw new ServiceFault("InvalidSubnetID.NotFound", `The subnet ID '${subnetId}' does not exist`);
  }
  if (subnet.freeAddresses < count) {
    throw new ServiceFault(
      "InsufficientFreeAddressesInSubnet",
      `There are not enough free addresses in subnet '${subnetId}' to satisfy the requested number of instances.`,
    );
  }
  if (subnet.outOfCapacity) throw launchFailure("InsufficientInstanceCapacity", subnet.zone);
  return subnet;
}

/** Ids of the security groups of launch data: by id, by name or by network interface; else the VPC's default group. */
export function securityGroupsToLaunch(world: World, data: LaunchTemplateData, vpcId: string): string[] {
  const names = strings(data["SecurityGroups"]);
  const byName = names.map((name) => securityGroupNamed(world, name, vpcId));
  const ids = [...strings(data["SecurityGroupIds"]), ...interfaceGroups(data), ...byName];
  return ids.length > 0 ? existingGroups(world, ids) : [securityGroupNamed(world, "default", vpcId)];
}

/** The security groups that a server is to have from now on: at least one, and all of its VPC. */
export function securityGroupsNamed(world: World, ids: readonly string[], vpcId: string): string[] {
  if (ids.length === 0) throw missing("GroupId");
  const foreign = existingGroups(world, ids).find(
    (id) => world.state.securityGroups.get(id)?.vpcId !== vpcId,
  );
  if (foreign === undefined) return [...new Set(ids)];
  throw new ServiceFault(
    "InvalidGroup.NotFound",
    `The security group '${foreign}' does not exist in VPC '${vpcId}'`,
  );
}

function existingGroups({ state }: World, ids: readonly string[]): string[] {
  const unknown = ids.find((id) => !state.securityGroups.has(id));
  if (unknown === undefined) return [...new Set(ids)];
  throw new ServiceFault("InvalidGroup.NotFound", `The security group '${unknown}' does not exist`);
}

/** The fault of a launch that EC2 refuses for want of capacity, or with a code that a script asks for. */
export function launchFailure(code: string, zone: string): ServiceFault {
  const capacity = code === "InsufficientInstanceCapacity";
  const message = capacity
    ? `We currently do not have sufficient capacity in the Availability Zone you requested (${zone}).`
    : `The launch failed with ${code}.`;
  return new ServiceFault(code, message, capacity ? 500 : 400);
}

function securityGroupNamed(world: World, name: string, vpcId: string): string {
  for (const group of world.state.securityGroups.values()) {
    if (group.vpcId === vpcId && group.name === name) return group.id;
  }
  throw new ServiceFault(
    "InvalidGroup.NotFound",
    `The security group '${name}' does not exist in VPC '${vpcId}'`,
  );
}

function interfaceGroups(data: LaunchTemplateData): string[] {
  const interfaces = Array.isArray(data["NetworkInterfaces"]) ? data["NetworkInterfaces"] : [];
  return interfaces.flatMap((each: { readonly Groups?: unknown }) => strings(each.Groups));
}

const strings = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

const missing = (parameter: string): ServiceFault =>
  new ServiceFault("MissingParameter", `The request must contain the parameter ${parameter}`);
