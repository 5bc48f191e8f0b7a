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
  /** The twelve digits of the account that registered it, and its alias (`amazon`); null when it has none. */
  readonly owner: string;
  readonly ownerAlias: string | null;
  /** Of another account's image those that this account put there; nobody sees the owner's own (EC2/Using_Tags). */
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
 * Whether an image is of the account that asks. AWS judges it: moult need not know its own account, and must not go by
 * the `account` of an event, which is that of whoever put it on the bus.
 */
export async function isOwnImage(client: EC2Client, id: string): Promise<boolean> {
  const found = await describeExisting([id], async (ImageIds) => {
    const asked = { ImageIds, Owners: ["self"], IncludeDeprecated: true, IncludeDisabled: true };
    return (await client.send(new DescribeImagesCommand(asked))).Images ?? [];
  });
  return found.some(({ ImageId }) => ImageId === id);
}

/** The device that servers of an image boot from; null: it is not there, or has none. */
export async function rootDeviceOf(client: EC2Client, id: string): Promise<string | null> {
  const found = await describeExisting([id], async (ImageIds) => {
    const asked = { ImageIds, IncludeDeprecated: true, IncludeDisabled: true };
    return (await client.send(new DescribeImagesCommand(asked))).Images ?? [];
  });
  return found[0]?.RootDeviceName ?? null;
}

/** By which the newest image is chosen. */
interface TaggedImages {
  readonly tags: Readonly<Record<string, string>>;
  /** Accounts, `self` or `amazon`. */
  readonly owners: readonly string[];
}

/**
 * The newest available image of these owners that has all of these tags; undefined when there is none. A deprecated
 * one counts: to fall back to an older image in silence would be worse. Without owners an image would do that anybody
 * published, once somebody here has put the tags on it.
 */
export async function newestImageByTags(
  client: EC2Client,
  { tags, owners }: TaggedImages,
): Promise<Image | undefined> {
  const wanted = Object.entries(tags).map(([key, value]) => ({ Name: `tag:${key}`, Values: [value] }));
  const images = await allPages(async (NextToken) => {
    const answer = await client.send(
      new DescribeImagesCommand({
        Owners: [...owners],
        IncludeDeprecated: true,
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
    owner: raw.OwnerId ?? "",
    ownerAlias: raw.ImageOwnerAlias ?? null,
    tags: Object.fromEntries(tags),
  };
}

/** EC2 spells the times of an image as ISO 8601 text. */
function instant(text: string | undefined): number | null {
  const parsed = Date.parse(text ?? "");
  return Number.isNaN(parsed) ? null : parsed;
}
