import type { Fleet } from "../../domain/declaration/fleet.ts";
import { appendOnce } from "../../ledger/entries.ts";
import { listFleets } from "../../ledger/fleets.ts";
import type { ImageClaim } from "./claim.ts";
import type { FleetOutcome } from "./consider-fleet.ts";
import { considerFleets } from "./consider-fleets.ts";
import type { ImagePublishedContext } from "./context.ts";
import { readImageEvent } from "./read-image-event.ts";
import { readPublished, withOwnership } from "./read-published.ts";

interface ImagePublishedAnswer {
  readonly reason: string;
  readonly image: string | null;
  readonly fleets: readonly FleetOutcome[];
}

const ACTOR = "image-published";
/** An event is kept as evidence up to this many characters. */
const EVIDENCE_CHARACTERS = 2000;
/** Of failures that several fleets had, this many messages are given. */
const MOST_MESSAGES = 10;

/**
 * Takes an event about an image, reads the image from AWS, and makes it what each declared fleet should run whose
 * declaration means it; then the fleet is decided about. What is not carried out is written down with its reason. A malformed
 * event is written down and is no error, since it would be as malformed the next time; a read or a start that fails is
 * thrown after every fleet was considered, so that the event is delivered again.
 */
export async function imagePublished(
  event: unknown,
  context: ImagePublishedContext,
): Promise<ImagePublishedAnswer> {
  const read = readImageEvent(event);
  if (read.kind !== "claim") {
    const said = JSON.stringify(event)?.slice(0, EVIDENCE_CHARACTERS) ?? "";
    const evidence = { eventId: read.eventId, event: said };
    return nothingDone(`${read.kind} event: ${read.reason}`, { evidence }, context);
  }
  const { claim } = read;
  if (claim.region !== context.region) {
    return nothingDone(
      `the image is in ${claim.region}, the fleets are in ${context.region}`,
      { claim },
      context,
    );
  }
  const published = await readPublished(claim, context.aws);
  if ("missing" in published) return nothingDone(published.missing, { claim }, context);
  const candidates = await candidatesFor(claim, context);
  if (claim.fleet !== null && candidates.length === 0) {
    return nothingDone(`fleet ${claim.fleet}, which the event names, is not declared`, { claim }, context);
  }
  const taken = { claim, image: await withOwnership(published, candidates, context.aws) };
  const { outcomes: fleets, failures } = await considerFleets(candidates, taken, context);
  if (failures.length > 0) throw failureOf(failures, claim);
  if (fleets.length === 0) {
    return nothingDone(`no declared fleet means ${published.id}`, { claim, image: published.id }, context);
  }
  return { reason: `${published.id} concerns ${fleets.length} fleets`, image: published.id, fleets };
}

/** The fleet that the publisher named, else all. One declaration that cannot be read does not stop the others. */
async function candidatesFor(claim: ImageClaim, context: ImagePublishedContext): Promise<Fleet[]> {
  const { fleets, faults } = await listFleets(context.ledger);
  for (const { fleet, error } of faults) {
    await appendOnce(context.ledger, {
      at: context.clock.now(),
      fleet,
      rollout: null,
      phase: null,
      kind: "event",
      reason: `nobody can say whether an event concerns this fleet: ${error.message}`,
      action: ACTOR,
      evidence: { claim },
      actor: ACTOR,
    });
  }
  const declared = fleets.map(({ fleet }) => fleet);
  return declared.filter(({ fleet }) => claim.fleet === null || fleet === claim.fleet);
}

interface NothingDone {
  readonly claim?: ImageClaim;
  readonly image?: string;
  readonly evidence?: Readonly<Record<string, unknown>>;
}

async function nothingDone(
  reason: string,
  { claim, image, evidence = { claim } }: NothingDone,
  { ledger, clock }: ImagePublishedContext,
): Promise<ImagePublishedAnswer> {
  await appendOnce(ledger, {
    at: clock.now(),
    fleet: null,
    rollout: null,
    phase: null,
    kind: "event",
    reason,
    action: ACTOR,
    ...(image !== undefined && { subject: image }),
    evidence,
    actor: ACTOR,
  });
  return { reason, image: image ?? null, fleets: [] };
}

/** One failure as it is; of several, the messages that differ. A thousand fleets mostly fail for one reason. */
function failureOf(failures: readonly unknown[], claim: ImageClaim): unknown {
  if (failures.length === 1) return failures[0];
  const messages = failures.map((error) => (error instanceof Error ? error.message : String(error)));
  const distinct = [...new Set(messages)].slice(0, MOST_MESSAGES);
  const message = `event ${claim.eventId} failed for ${failures.length} fleets: ${distinct.join("; ")}`;
  return new AggregateError(failures, message);
}
