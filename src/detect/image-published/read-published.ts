import { describeImages, isOwnImage } from "../../aws/ec2/ec2.ts";
import { readBuild } from "../../aws/imagebuilder.ts";
import { getParameter } from "../../aws/ssm/ssm.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import { imageId } from "../../domain/image-id.ts";
import { NotFound } from "../../errors/errors.ts";
import type { ImageClaim } from "./claim.ts";
import type { ImagePublishedContext } from "./context.ts";
import type { PublishedImage } from "./published-image.ts";

/** Why AWS knows no image that the claim could mean. */
interface Missing {
  readonly missing: string;
}

type Aws = ImagePublishedContext["aws"];

/** Reads from AWS what a claim names. What does not exist is an answer; what cannot be read is thrown. */
export async function readPublished(claim: ImageClaim, aws: Aws): Promise<PublishedImage | Missing> {
  const named = await missingWhenNotFound(() => imageNamed(claim, aws));
  if ("missing" in named) return named;
  const image = (await describeImages(aws.ec2, [named.id])).get(named.id);
  if (image === undefined)
    return { missing: `${named.id} does not exist, or is not shared with this account` };
  const { id, state, createdAt, tags, owner, ownerAlias } = image;
  const { build = null, pipeline = null } = named;
  return { id, state, createdAt, tags, owner, ownerAlias, own: null, build, pipeline };
}

/** Adds whether the image is of the account that the fleets are in, if any of them chooses by tags. */
export async function withOwnership(
  image: PublishedImage,
  fleets: readonly Fleet[],
  { ec2 }: Pick<Aws, "ec2">,
): Promise<PublishedImage> {
  if (!fleets.some((fleet) => "tags" in fleet.image)) return image;
  return { ...image, own: await isOwnImage(ec2, image.id) };
}

interface Named {
  readonly id: string;
  readonly build?: string;
  readonly pipeline?: string | null;
}

async function imageNamed({ subject, region }: ImageClaim, aws: Aws): Promise<Named | Missing> {
  if (subject.kind === "image") return { id: subject.image };
  if (subject.kind === "parameter") {
    const { value } = await getParameter(aws.ssm, subject.parameter);
    return imageId.safeParse(value).success
      ? { id: value }
      : { missing: `${subject.parameter} holds no image id` };
  }
  const { amis, pipeline } = await readBuild(aws.imageBuilder, subject.build);
  const ami = amis.find((each) => each.region === region);
  return ami
    ? { id: ami.image, build: subject.build, pipeline }
    : { missing: `${subject.build} has no image in ${region}` };
}

async function missingWhenNotFound<T>(read: () => Promise<T>): Promise<T | Missing> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof NotFound) return { missing: error.message };
    throw error;
  }
}
