import { defaultVersions, describeImages, newestImageByTags } from "../../aws/ec2/ec2.ts";
import { pipelineBuilds, readBuild } from "../../aws/imagebuilder.ts";
import { imageSource } from "../../domain/decide/wanted.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import { imageId } from "../../domain/image-id.ts";
import type { StepContext } from "../../step/step.ts";
import { readChannels } from "./read-channels.ts";

/** What a fleet's declaration names now. */
export interface DeclaredNow {
  /** Null: it names none. */
  readonly image: string | null;
  /** When it was made; null where nobody has to know. */
  readonly madeAt: number | null;
  readonly source: string;
  /** The launch template's default version; null: there is no such template. */
  readonly templateVersion: number | null;
}

/** By fleet; what could not be read is an error, of that fleet alone. */
type DeclaredByFleet = ReadonlyMap<string, DeclaredNow | Error>;

type Context = Pick<StepContext<"ec2" | "ssm" | "imageBuilder">, "aws">;
type NamedImage = Pick<DeclaredNow, "image" | "madeAt">;

const NONE: NamedImage = { image: null, madeAt: null };

/**
 * Reads for all fleets together what their declarations name: ten channels a call, two hundred templates a call, and one
 * call for each different choice by tags, each build and each pipeline.
 */
export async function readDeclared(fleets: readonly Fleet[], context: Context): Promise<DeclaredByFleet> {
  const channels = [...new Set(fleets.flatMap(({ image }) => ("channel" in image ? image.channel : [])))];
  // One after the other: two calls that leave at one instant leave in no order that could be told of.
  const values = await readChannels(channels, context);
  const templates = [...new Set(fleets.map(({ template }) => template))];
  const versions = await settled(() => defaultVersions(context.aws.ec2, templates));
  const named = new Map<string, NamedImage | Error>();
  for (const { image } of fleets) {
    const source = imageSource(image);
    if (named.has(source)) continue;
    named.set(
      source,
      "channel" in image ? ofChannel(image.channel, values) : await settled(() => imageOf(image, context)),
    );
  }
  return new Map(
    fleets.map(({ fleet, image, template }): [string, DeclaredNow | Error] => {
      const source = imageSource(image);
      const read = named.get(source) ?? NONE;
      if (read instanceof Error) return [fleet, read];
      if (versions instanceof Error) return [fleet, versions];
      return [fleet, { ...read, source, templateVersion: versions.get(template) ?? null }];
    }),
  );
}

function ofChannel(channel: string, values: ReadonlyMap<string, string | Error>): NamedImage | Error {
  const value = values.get(channel);
  if (value === undefined || value instanceof Error) return value ?? NONE;
  if (imageId.safeParse(value).success) return { image: value, madeAt: null };
  return new Error(`${channel} holds no image id: put one there, such as ami-0123456789abcdef0`);
}

async function imageOf(
  image: Exclude<Fleet["image"], { channel: string }>,
  { aws }: Context,
): Promise<NamedImage> {
  if ("tags" in image) {
    const newest = await newestImageByTags(aws.ec2, image);
    return newest === undefined ? NONE : { image: newest.id, madeAt: newest.createdAt };
  }
  const { imageBuilder: arn } = image;
  const builds = arn.includes(":image-pipeline/")
    ? await pipelineBuilds(aws.imageBuilder, arn)
    : [await readBuild(aws.imageBuilder, arn)];
  const region = arn.split(":")[3];
  const [newest] = builds
    .flatMap(({ amis, createdAt }) => {
      const ami = amis.find((each) => each.region === region);
      return ami === undefined ? [] : { id: ami.image, createdAt };
    })
    .sort((a, b) => b.createdAt - a.createdAt);
  if (newest === undefined) return NONE;
  // Events are compared by the image's own instant, not by that of its build.
  const madeAt = (await describeImages(aws.ec2, [newest.id])).get(newest.id)?.createdAt ?? null;
  return { image: newest.id, madeAt };
}

async function settled<T>(read: () => Promise<T>): Promise<T | Error> {
  try {
    return await read();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
