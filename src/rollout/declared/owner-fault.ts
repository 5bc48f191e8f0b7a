import type { EC2Client } from "@aws-sdk/client-ec2";
import { type Image, isOwnImage } from "../../aws/ec2/ec2.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";

/** Why an image is of nobody whose images the fleet takes, in words; null where it may be. Only tags name owners. */
export async function ownerFault(
  declared: Fleet["image"],
  { id, owner, ownerAlias }: Pick<Image, "id" | "owner" | "ownerAlias">,
  ec2: EC2Client,
): Promise<string | null> {
  if (!("tags" in declared)) return null;
  const { owners } = declared;
  if (owners.some((each) => each === owner || each === ownerAlias)) return null;
  if (owners.includes("self") && (await isOwnImage(ec2, id))) return null;
  return `${id} is of account ${owner}, and only images of ${owners.join(", ")} count: declare its owner in image.owners, or copy it`;
}
