import type { Fleet } from "../../domain/declaration/fleet.ts";

/** An image as AWS describes it, with how it was found. */
export interface PublishedImage {
  readonly id: string;
  /** As EC2 says: `available`, `pending`, `failed`, `deregistered` … */
  readonly state: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly tags: Readonly<Record<string, string>>;
  /** The account that registered it, and its alias (`amazon`); null when it has none. */
  readonly owner: string;
  readonly ownerAlias: string | null;
  /** Whether it is of the account that the fleets are in; null when no fleet needs that. */
  readonly own: boolean | null;
  /** The build of Image Builder that made it and its pipeline, when an event named the build. */
  readonly build: string | null;
  readonly pipeline: string | null;
}

interface Belonging {
  readonly belongs: boolean;
  readonly reason: string;
  /** It would belong, were it not somebody else's. */
  readonly foreign?: true;
}

/**
 * Whether a fleet's declaration means this image. `channelValue` is what the fleet's parameter holds now; undefined
 * when there is no such parameter. A build belongs to the pipeline it came from, to its own ARN, and to the image
 * version whose ARN its own goes on from; an event that names no build cannot show that, but the build's own event does.
 * Tags count on images of the declared owners alone.
 */
export function imageBelongs(
  declared: Fleet["image"],
  image: PublishedImage,
  channelValue: string | undefined,
): Belonging {
  if ("channel" in declared) {
    const holds = `${declared.channel} holds ${channelValue ?? "nothing"}`;
    return { belongs: channelValue === image.id, reason: holds };
  }
  if ("imageBuilder" in declared) {
    const made =
      image.build === null ? "no build is known of it" : `made by ${image.pipeline ?? image.build}`;
    return { belongs: isMadeBy(declared.imageBuilder, image), reason: made };
  }
  const missing = Object.entries(declared.tags).filter(([key, value]) => image.tags[key] !== value);
  const tags = missing.map(([key, value]) => `${key}=${value}`).join(", ");
  if (missing.length > 0) return { belongs: false, reason: `it lacks the tags ${tags}` };
  if (isOwnedBy(declared.owners, image)) return { belongs: true, reason: "it has the declared tags" };
  const owners = declared.owners.join(", ");
  const reason = `it has the declared tags, but is of account ${image.owner}, and only images of ${owners} count`;
  return { belongs: false, foreign: true, reason };
}

const isOwnedBy = (owners: readonly string[], { owner, ownerAlias, own }: PublishedImage): boolean =>
  owners.some((named) => named === owner || named === ownerAlias || (named === "self" && own === true));

function isMadeBy(arn: string, { build, pipeline }: PublishedImage): boolean {
  if (build === null) return false;
  return arn === pipeline || arn === build || build.startsWith(`${arn}/`);
}
