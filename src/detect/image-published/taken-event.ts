import type { ImageClaim } from "./claim.ts";
import type { PublishedImage } from "./published-image.ts";

/** An event that names an image which AWS knows. */
export interface TakenEvent {
  readonly claim: ImageClaim;
  /** When moult took the event, milliseconds since 1970. */
  readonly takenAt: number;
  readonly image: PublishedImage;
}

/** By which the ledger knows that an event was handled for a fleet. */
export const eventKey = (fleet: string, eventId: string): string => `image-published#${fleet}#${eventId}`;
