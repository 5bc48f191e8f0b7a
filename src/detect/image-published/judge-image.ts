import type { PublishedImage } from "./published-image.ts";

interface DatedImage {
  readonly image: string;
  readonly createdAt: number | null;
}

export interface ImageSituation {
  readonly image: PublishedImage;
  /** What runs; undefined when no generation is live. `createdAt` is null when EC2 no longer knows the image. */
  readonly live: DatedImage | undefined;
  /** What a running rollout brings, and what waits behind it. */
  readonly onItsWay: readonly DatedImage[];
  /** Why the image is in quarantine; undefined when it is not. */
  readonly quarantined: string | undefined;
  /** Who refused the image for this fleet, and why; null when nobody did. */
  readonly excepted: string | null;
}

interface ImageJudgement {
  readonly replace: boolean;
  readonly reason: string;
}

/**
 * Whether a published image that belongs to a fleet is to replace what the fleet runs. Events come late and out of
 * order, so an image older than the live one, or than one that is on its way, is dropped, also where a channel was put
 * back to it: going back is a decision of a person, who starts it by hand. Of two images of the same second neither counts
 * as newer; the event decides.
 */
export function judgeImage({ image, live, onItsWay, quarantined, excepted }: ImageSituation): ImageJudgement {
  if (image.state !== "available") return no(`${image.id} is ${image.state}, not available`);
  if (quarantined !== undefined) return no(`${image.id} is quarantined: ${quarantined}`);
  if (excepted !== null) return no(excepted);
  const newer = onItsWay.find(({ createdAt }) => createdAt !== null && createdAt > image.createdAt);
  if (newer !== undefined)
    return no(`older than ${newer.image}, which is on its way: a request for it came before`);
  if (live === undefined) return yes(`the fleet has no live generation, ${image.id} is its image`);
  if (live.image === image.id) return no(`the fleet runs ${image.id} already`);
  if (live.createdAt === null) return yes(`what runs, ${live.image}, no longer exists`);
  const age = `${image.id} is of ${iso(image.createdAt)}, ${live.image} which runs of ${iso(live.createdAt)}`;
  return image.createdAt >= live.createdAt
    ? yes(`newer than what runs: ${age}`)
    : no(`older than what runs: ${age}`);
}

const yes = (reason: string): ImageJudgement => ({ replace: true, reason });
const no = (reason: string): ImageJudgement => ({ replace: false, reason });
const iso = (at: number): string => new Date(at).toISOString();
