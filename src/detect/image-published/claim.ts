/**
 * What an event says about an image. Anybody who may put events on the bus can say it, so a claim is never believed:
 * what it names is read from AWS before anything is decided.
 */
export interface ImageClaim {
  readonly eventId: string;
  readonly source: string;
  readonly region: string;
  readonly account: string;
  /** When the event says it happened, milliseconds since 1970. Evidence: whoever puts an event says what they like. */
  readonly saidAt: number;
  readonly subject: ImageSubject;
  /** The one fleet that the publisher means; null when all fleets that declare the image are meant. */
  readonly fleet: string | null;
}

/** What the event names: an AMI, a build of Image Builder, or a parameter that holds an AMI id. */
export type ImageSubject =
  | { readonly kind: "image"; readonly image: string }
  | { readonly kind: "build"; readonly build: string }
  | { readonly kind: "parameter"; readonly parameter: string };

/** An event is a claim, or says nothing that matters, or cannot be read. */
export type ImageEvent =
  | { readonly kind: "claim"; readonly claim: ImageClaim }
  | { readonly kind: "ignored" | "malformed"; readonly eventId: string | null; readonly reason: string };
