import type { Fleet } from "../../domain/declaration/fleet.ts";
import type { ReplacementRequest } from "../../domain/run/replacement-request.ts";
import { appendEntry } from "../../ledger/entries.ts";
import { isEventSeen, markEventSeen } from "../../ledger/events-seen.ts";
import { listGenerations } from "../../ledger/generations.ts";
import { readVerdict } from "../../ledger/image-verdicts.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { eventExecutionName } from "../../rollout/admission/execution-name.ts";
import type { ImageClaim } from "./claim.ts";
import type { ImagePublishedContext } from "./context.ts";
import { type ImageSituation, judgeImage } from "./judge-image.ts";
import { imageBelongs, type PublishedImage } from "./published-image.ts";
import { type ChannelReader, imageCreatedAt } from "./read-published.ts";

export interface FleetOutcome {
  readonly fleet: string;
  readonly reason: string;
  /** The execution that was started, now or by the same event before; null when the fleet stays as it is. */
  readonly rollout: string | null;
}

interface Considering {
  readonly claim: ImageClaim;
  /** When moult took the event. */
  readonly takenAt: number;
  readonly image: PublishedImage;
  readonly channelValue: ChannelReader;
  readonly context: ImagePublishedContext;
}

/**
 * Decides whether the image is to replace what one fleet runs, and starts the rollout if so. Returns undefined when the
 * fleet has nothing to do with the image. The entry is written before the start, and the event is marked as seen after
 * it. After a crash in between all of it is done again, and the execution's name keeps the rollout from starting twice.
 */
export async function considerFleet(
  fleet: Fleet,
  considering: Considering,
): Promise<FleetOutcome | undefined> {
  const { claim, image, channelValue, context } = considering;
  const { ledger, clock, starter } = context;
  const channel = "channel" in fleet.image ? fleet.image.channel : undefined;
  const holds = channel === undefined ? undefined : await channelValue(channel);
  const { belongs, reason: why } = imageBelongs(fleet.image, image, holds);
  if (!belongs && claim.fleet === null) return undefined;

  const note = (reason: string, rollout: string | null = null) =>
    noteFor(fleet.fleet, { reason, rollout }, considering);
  if (!belongs)
    return note(`the event names this fleet, whose declaration does not mean ${image.id}: ${why}`);
  const key = `image-published#${fleet.fleet}#${claim.eventId}`;
  if (await isEventSeen(ledger, key)) return note(`event ${claim.eventId} came again, it was handled before`);

  const { replace, reason } = judgeImage(await situationOf(fleet.fleet, considering));
  const name = eventExecutionName(fleet.fleet, image.id, claim.eventId);
  const outcome = await note(reason, replace ? name : null);
  if (replace)
    await starter.start("rollout", name, {
      fleet: fleet.fleet,
      request: requestFor(considering),
    });
  await markEventSeen(ledger, { key, at: clock.now() });
  return outcome;
}

async function situationOf(fleet: string, { image, context }: Considering): Promise<ImageSituation> {
  const [live, quarantined] = await Promise.all([
    liveImage(fleet, context.ledger),
    quarantineOf(image.id, context.ledger),
  ]);
  if (live === undefined || live === image.id) {
    return {
      image,
      quarantined,
      live: live === undefined ? live : { image: live, createdAt: image.createdAt },
    };
  }
  const createdAt = await imageCreatedAt(context.aws.ec2, live);
  return { image, quarantined, live: { image: live, createdAt } };
}

async function liveImage(fleet: string, ledger: Ledger): Promise<string | undefined> {
  const generations = await listGenerations(ledger, fleet);
  return generations.find(({ generation }) => generation.state === "live")?.generation.image;
}

async function quarantineOf(image: string, ledger: Ledger): Promise<string | undefined> {
  const verdict = await readVerdict(ledger, image);
  return verdict?.lifted === null ? verdict.reason : undefined;
}

/**
 * Of two requests the later wins, so its instant is moult's own: an event may say any time, also one of the year 9999.
 * Another delivery of the event has another instant, but the same name: Step Functions answers that with
 * ExecutionAlreadyExists, as the input differs (aws-facts 5), and the starter takes that for started.
 */
function requestFor({ claim, image, takenAt }: Considering): ReplacementRequest {
  return {
    reason: "image",
    image: image.id,
    force: false,
    by: `event ${claim.eventId} from ${claim.source}`,
    at: takenAt,
    evidence: { claim, image },
  };
}

async function noteFor(
  fleet: string,
  { reason, rollout }: Omit<FleetOutcome, "fleet">,
  { claim, image, context: { ledger, clock } }: Considering,
): Promise<FleetOutcome> {
  await appendEntry(ledger, {
    at: clock.now(),
    fleet,
    rollout,
    phase: null,
    kind: "event",
    reason,
    action: rollout === null ? "leave" : "start-rollout",
    subject: image.id,
    evidence: { claim },
    actor: "image-published",
  });
  return { fleet, reason, rollout };
}
