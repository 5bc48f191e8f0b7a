import type { DescribeImagesRequest, DescribeImagesResult, EbsBlockDevice, Image } from "@aws-sdk/client-ec2";
import type { WorldState } from "../../../world/state.ts";
import type { World } from "../../../world/world.ts";
import { type CallContext, type Operation, ServiceFault } from "../../operation.ts";
import { compileFilters, type Filterable } from "../filters.ts";
import { ROOT_DEVICE, ROOT_GIGABYTES, rootSnapshotOf } from "../instances/settings/data-volumes.ts";
import { page } from "../pages.ts";
import type { ImageRecord } from "../state.ts";
import { tagsIfAny } from "../tags/tag-rules.ts";

const FILTERABLE: Filterable<ImageRecord> = {
  tagsOf: (image) => image.tags,
  fields: {
    architecture: (image) => [image.architecture],
    "image-id": (image) => [image.imageId],
    name: (image) => [image.name],
    state: (image) => [image.state],
    "creation-date": (image) => [new Date(image.createdAt).toISOString()],
    description: ({ description }) => (description === undefined ? [] : [description]),
    "image-type": () => ["machine"],
    "is-public": (image) => [String(image.public)],
    "owner-alias": (image) => (image.owner.alias === null ? [] : [image.owner.alias]),
    "owner-id": (image) => [image.owner.account],
    "root-device-type": () => ["ebs"],
    "virtualization-type": () => ["hvm"],
  },
};

/**
 * The account's own images and those that others share with it or publish (foreign-images.ts). `Owners` takes ids of
 * accounts, `self` and aliases; without it whose image it is does not matter. Disabled ones are shown only when asked
 * for, and deprecated ones of others only so or by their ids (EC2/DescribeImages).
 */
export const describeImages: Operation<DescribeImagesRequest, DescribeImagesResult> = {
  kind: "read",
  accepts: [
    "ImageIds",
    "Owners",
    "Filters",
    "IncludeDisabled",
    "IncludeDeprecated",
    "MaxResults",
    "NextToken",
  ],
  handle: (input, { state, world, now }) => {
    const ids = input.ImageIds ?? [];
    const images = ids.length > 0 ? ids.map((id) => imageOf(state, id)) : [...state.images.values()];
    const matches = compileFilters(input.Filters, FILTERABLE);
    const shown = images.filter(
      (image) =>
        isOwnedBy(image, input.Owners, world) &&
        isShown(image, input.IncludeDisabled) &&
        (input.IncludeDeprecated === true || ids.length > 0 || !isForeignAndPast(image, world, now)) &&
        matches(image),
    );
    const { page: found, nextToken } = page(shown, input, { smallest: 1, largest: 1000 });
    return { Images: found.map(apiImage), NextToken: nextToken };
  },
};

/** The image by id. Throws `InvalidAMIID.NotFound`, or `InvalidAMIID.Unavailable` when it was deregistered. */
export function imageOf(state: WorldState, id: string | undefined): ImageRecord {
  const image = state.images.get(id ?? "");
  if (!image) throw new ServiceFault("InvalidAMIID.NotFound", `The image id '[${id}]' does not exist`);
  if (image.state === "deregistered") {
    throw new ServiceFault("InvalidAMIID.Unavailable", `The image id '[${id}]' is no longer available`);
  }
  return image;
}

/** As imageOf; throws `AuthFailure` for an image of another account, which only its owner may change (EC2/DisableImage). */
export function ownImageOf(world: World, id: string | undefined): ImageRecord {
  const image = imageOf(world.state, id);
  if (image.owner.account !== world.account) {
    throw new ServiceFault("AuthFailure", `Not authorized for image:${image.imageId}`);
  }
  return image;
}

/** Puts 'EC2 AMI State Change' on the bus; `available` also comes when an image is enabled again. */
export function emitImageState(image: ImageRecord, { world, requestId }: CallContext): void {
  world.happened("ec2", `image-${image.state}`, image.imageId);
  world.emit({
    "detail-type": "EC2 AMI State Change",
    source: "aws.ec2",
    resources: [`arn:${world.partition}:ec2:${world.region}::image/${image.imageId}`],
    detail: { RequestId: requestId, ImageId: image.imageId, State: image.state, ErrorMessage: "" },
  });
}

const isForeignAndPast = ({ owner, deprecatedAt }: ImageRecord, { account }: World, now: number): boolean =>
  owner.account !== account && deprecatedAt !== null && deprecatedAt <= now;

const isShown = (image: ImageRecord, includeDisabled: boolean | undefined): boolean =>
  image.state !== "deregistered" && (image.state !== "disabled" || includeDisabled === true);

function isOwnedBy({ owner }: ImageRecord, owners: readonly string[] = [], world: World): boolean {
  const isOwner = (named: string): boolean =>
    named === owner.account || named === owner.alias || (named === "self" && owner.account === world.account);
  return owners.length === 0 || owners.some(isOwner);
}

function apiImage(image: ImageRecord): Image {
  return {
    ImageId: image.imageId,
    Name: image.name,
    ...(image.description !== undefined && { Description: image.description }),
    ImageLocation: `${image.owner.alias ?? image.owner.account}/${image.name}`,
    State: image.state,
    OwnerId: image.owner.account,
    ...(image.owner.alias !== null && { ImageOwnerAlias: image.owner.alias }),
    CreationDate: new Date(image.createdAt).toISOString(),
    Public: image.public,
    Architecture: image.architecture,
    ImageType: "machine",
    RootDeviceType: "ebs",
    RootDeviceName: ROOT_DEVICE,
    BlockDeviceMappings: [{ DeviceName: ROOT_DEVICE, Ebs: rootVolumeOf(image) }],
    VirtualizationType: "hvm",
    Hypervisor: "xen",
    EnaSupport: true,
    ...(image.wantsTokens && { ImdsSupport: "v2.0" as const }),
    PlatformDetails: "Linux/UNIX",
    UsageOperation: "RunInstances",
    SriovNetSupport: "simple",
    DeregistrationProtection: "disabled",
    ImageAllowed: true,
    FreeTierEligible: false,
    ...deprecationOf(image),
    ...tagsIfAny(image.tags),
  };
}

// Also when that is still to come.
const deprecationOf = ({ deprecatedAt }: ImageRecord): Partial<Image> =>
  deprecatedAt === null ? {} : { DeprecationTime: new Date(deprecatedAt).toISOString() };

const rootVolumeOf = (image: ImageRecord): EbsBlockDevice => ({
  SnapshotId: rootSnapshotOf(image),
  DeleteOnTermination: true,
  Encrypted: false,
  VolumeSize: ROOT_GIGABYTES,
  VolumeType: "gp3",
});
