import type { ImageClaim } from "./claim.ts";
import type { PublishedImage } from "./published-image.ts";

/** An image has at most 50 tags of its users, with values of at most 256 characters (EC2/Using_Tags). */
const MOST_TAGS = 50;
const LONGEST_VALUE = 256;
/** Of one item's 400 KB (aws-facts 2), and of 256 KiB of an execution's input, this may be evidence. */
const MOST_BYTES = 8192;

interface Evidence extends Readonly<Record<string, unknown>> {
  readonly claim: ImageClaim;
  readonly image: PublishedImage & { readonly tagsLeftOut?: number };
}

/**
 * What an event says, and the image that it names, as the ledger keeps them: at most 8 KB as JSON. The claim is small
 * already, as reading an event holds each of its parts to a length. Tags are cut, then left out from the end.
 */
export function boundedEvidence(claim: ImageClaim, image: PublishedImage): Evidence {
  const all = Object.entries(image.tags);
  const kept = all
    .slice(0, MOST_TAGS)
    .map(([key, value]): [string, string] => [key, value.slice(0, LONGEST_VALUE)]);
  for (;;) {
    const tagsLeftOut = all.length - kept.length;
    const tags = Object.fromEntries(kept);
    const evidence = { claim, image: { ...image, tags, ...(tagsLeftOut > 0 && { tagsLeftOut }) } };
    if (kept.length === 0 || Buffer.byteLength(JSON.stringify(evidence)) <= MOST_BYTES) return evidence;
    kept.pop();
  }
}
