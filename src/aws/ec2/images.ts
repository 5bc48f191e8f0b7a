import { DescribeImagesCommand, type EC2Client, type Image as RawImage } from "@aws-sdk/client-ec2";
import { chunk, describeExisting } from "../describe-existing.ts";
import { allPages } from "../pages.ts";

export interface Image {
  readonly id: string;
  /** `x86_64`, `arm64` … */
  readonly architecture: string;
  /** `available` is the only one that launches; also pending, failed, disabled … */
  readonly state: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  /** From when on it is deprecated, milliseconds since 1970; null when never. A deprecated image still launches (aws-facts 1.6). */
  readonly deprecatedFrom: number | null;
  readonly tags: Readonly<Record<string, string>>;
}

/** In one call. AWS names no limit for ids of images; a filter takes 200 values (EC2/Using_Filtering). */
const MOST_IDS = 200;

/** The images of these ids that exist, by id; a deregistered one does not. Disabled and deprecated ones are included. */
export async function describeImages(client: EC2Client, ids: readonly string[]): Promise<Map<string, Image>> {
  const images = new Map<string, Image>();
  // One part after the other: they draw on one bucket.
  for (const part of chunk(ids, MOST_IDS)) {
    const found = await describeExisting(part, async (ImageIds) => {
      const asked = { ImageIds, IncludeDeprecated: true, IncludeDisabled: true };
      return (await client.send(new DescribeImagesCommand(asked))).Images ?? [];
    });
    for (const image of found) images.set(image.ImageId ?? "", asImage(image));
  }
  return images;
}

/**
 * The newest available image of this account that has all of these tags; undefined when there is none. A deprecated
 * one counts: to fall back to an older image in silence would be worse. Tags of images that other accounts share
 * cannot be seen, so only own images are asked for.
 */
export async function newestImageByTags(
  client: EC2Client,
  tags: Readonly<Record<string, string>>,
): Promise<Image | undefined> {
  const wanted = Object.entries(tags).map(([key, value]) => ({ Name: `tag:${key}`, Values: [value] }));
  const images = await allPages(async (NextToken) => {
    const answer = await client.send(
      new DescribeImagesCommand({
        Owners: ["self"],
        Filters: [...wanted, { Name: "state", Values: ["available"] }],
        MaxResults: 1000,
        NextToken,
      }),
    );
    return { items: answer.Images?.map((image) => asImage(image)), next: answer.NextToken };
  });
  // Ids break a tie, so that two reads of the same images choose the same one.
  return images.sort((a, b) => b.createdAt - a.createdAt || b.id.localeCompare(a.id))[0];
}

function asImage(raw: RawImage): Image {
  const tags = (raw.Tags ?? []).map(({ Key = "", Value = "" }): [string, string] => [Key, Value]);
  return {
    id: raw.ImageId ?? "",
    architecture: raw.Architecture ?? "",
    state: raw.State ?? "",
    createdAt: instant(raw.CreationDate) ?? 0,
    deprecatedFrom: instant(raw.DeprecationTime),
    tags: Object.fromEntries(tags),
  };
}

/** EC2 spells the times of an image as ISO 8601 text. */
function instant(text: string | undefined): number | null {
  const parsed = Date.parse(text ?? "");
  return Number.isNaN(parsed) ? null : parsed;
}
