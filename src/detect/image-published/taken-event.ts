import type { ImageClaim } from "./claim.ts";
import type { PublishedImage } from "./published-image.ts";

/** An event that names an image which AWS knows. */
export interface TakenEvent {
  readonly claim: ImageClaim;
  readonly image: PublishedImage;
}
