import type { World } from "../../../world/world.ts";
import type { ImageRecord } from "../state.ts";

/** An image of another account that this one may launch. */
interface ForeignImage {
  readonly name: string;
  /** Twelve digits. */
  readonly account: string;
  readonly alias?: "amazon" | "aws-marketplace" | "aws-backup-vault";
  /** Default: it is shared with this account alone. */
  readonly public?: boolean;
  /** Behaviour of its servers. */
  readonly script?: ImageRecord["script"];
}

/**
 * Puts an image into the world that another account shares or publishes. It has no tags: those of its owner are not
 * shared, and those that this account puts on it nobody else sees (EC2/Using_Tags). No event says that it is there.
 */
export function shareImage(
  world: World,
  { name, account, alias, script = {}, ...rest }: ForeignImage,
): string {
  const image: ImageRecord = {
    imageId: world.newId("ami"),
    owner: { account, alias: alias ?? null },
    public: rest.public ?? false,
    name,
    architecture: "x86_64",
    state: "available",
    createdAt: world.now(),
    deprecatedAt: null,
    tags: [],
    script,
  };
  world.state.images.set(image.imageId, image);
  return image.imageId;
}
