import type { EC2Client } from "@aws-sdk/client-ec2";
import { describeImages } from "../../aws/ec2/ec2.ts";
import { Rejected } from "../../errors/errors.ts";
import { isEventSeen } from "../../ledger/events-seen.ts";
import { listGenerations } from "../../ledger/generations.ts";
import { readVerdict } from "../../ledger/image-verdicts.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { waitingRequest } from "../../ledger/requests.ts";
import { rollouts } from "../../ledger/runs/rollouts.ts";
import { exceptedImageReason } from "../../rollout/admission/excepted-image.ts";
import type { ConcernedFleet } from "./concerned-fleets.ts";
import type { ImagePublishedContext } from "./context.ts";
import type { ImageSituation } from "./judge-image.ts";
import { settleBounded } from "./settle-bounded.ts";
import { eventKey, type TakenEvent } from "./taken-event.ts";

/** Fleets whose items of the ledger are read at once. */
const READS_AT_ONCE = 25;
const SINGLE_READS_AT_ONCE = 5;

/** All that is to be known of a fleet before it is judged. */
export interface KnownFleet extends ConcernedFleet {
  /** Null when nothing is left to judge: the fleet does not mean the image, or the event was handled for it before. */
  readonly situation: ImageSituation | null;
}

/** Null as above. */
interface LedgerState extends ConcernedFleet {
  readonly state: {
    readonly live: string | undefined;
    readonly onItsWay: readonly string[];
    readonly excepted: string | null;
  } | null;
}

/**
 * Reads for all fleets together what they are judged by: first their items of the ledger, so many at once, then every
 * image that these name, in as few calls as there can be. One call a fleet would draw the bucket of DescribeImages
 * empty (100/20, aws-facts 2) where a thousand fleets follow one channel. What cannot be read fails the fleets that
 * need it, and no other.
 */
export async function readSituations(
  concerned: readonly ConcernedFleet[],
  taken: TakenEvent,
  { ledger, aws }: ImagePublishedContext,
): Promise<PromiseSettledResult<KnownFleet>[]> {
  const { image } = taken;
  const verdict = await readVerdict(ledger, image.id);
  const quarantined = verdict?.lifted === null ? verdict.reason : undefined;
  const read = await settleBounded(concerned, READS_AT_ONCE, (each) =>
    ledgerState(each, taken, { ledger, aws }),
  );
  const dates = await readDates(aws.ec2, namedBy(read, image.id));
  const dated = (id: string) => ({ image: id, createdAt: id === image.id ? image.createdAt : dates(id) });
  return Promise.allSettled(
    read.map(async (each) => {
      if (each.status === "rejected") throw each.reason;
      const { state, ...rest } = each.value;
      if (state === null) return { ...rest, situation: null };
      const live = state.live === undefined ? undefined : dated(state.live);
      const onItsWay = state.onItsWay.map(dated);
      return { ...rest, situation: { image, quarantined, excepted: state.excepted, live, onItsWay } };
    }),
  );
}

/** Every other image that the fleets' items name, once. */
function namedBy(read: readonly PromiseSettledResult<LedgerState>[], published: string): string[] {
  const states = read.flatMap((each) => (each.status === "fulfilled" ? (each.value.state ?? []) : []));
  const named = states.flatMap(({ live, onItsWay }) => [live ?? published, ...onItsWay]);
  return [...new Set(named)].filter((image) => image !== published);
}

async function ledgerState(
  concerned: ConcernedFleet,
  { claim, image: published }: TakenEvent,
  { ledger, aws }: Pick<ImagePublishedContext, "ledger" | "aws">,
): Promise<LedgerState> {
  const { fleet: name, image } = concerned.fleet;
  if (concerned.unrelatedReason !== null) return { ...concerned, state: null };
  if (await isEventSeen(ledger, eventKey(name, claim.eventId))) return { ...concerned, state: null };
  const [generations, onItsWay, excepted] = await Promise.all([
    listGenerations(ledger, name),
    "channel" in image ? [] : imagesOnTheirWay(name, ledger),
    exceptedImageReason(concerned.fleet, published.id, { ledger, aws }),
  ]);
  const live = generations.find(({ generation }) => generation.state === "live")?.generation.image;
  return { ...concerned, state: { live, onItsWay, excepted } };
}

/**
 * What the running rollout brings and what waits behind it. A fleet that follows a channel is not asked: a channel that
 * holds an image means it, also after a newer one.
 */
async function imagesOnTheirWay(fleet: string, ledger: Ledger): Promise<string[]> {
  const [open, waiting] = await Promise.all([rollouts.open(ledger, fleet), waitingRequest(ledger, fleet)]);
  const run = open?.run;
  const goesOn = run !== undefined && run.failure === null && run.abort === null;
  return [...(goesOn ? [run.imageTo] : []), ...(waiting?.image ? [waiting.image] : [])];
}

/** When EC2 made an image, milliseconds since 1970; null when it no longer knows it. Throws what its read threw. */
type ImageDates = (image: string) => number | null;

/** Asks for all; where EC2 refuses the call for one of them, for each alone, so that one fleet fails and not all. */
async function readDates(ec2: EC2Client, images: readonly string[]): Promise<ImageDates> {
  const dateOf = async (image: string) => (await describeImages(ec2, [image])).get(image)?.createdAt ?? null;
  try {
    const found = await describeImages(ec2, images);
    return (image) => found.get(image)?.createdAt ?? null;
  } catch (error) {
    const alone = error instanceof Rejected ? images : [];
    const settled = await settleBounded(alone, SINGLE_READS_AT_ONCE, dateOf);
    const dates = new Map(alone.map((image, index) => [image, settled[index]]));
    return (image) => {
      const date = dates.get(image);
      if (date?.status === "fulfilled") return date.value;
      throw date?.reason ?? error;
    };
  }
}
