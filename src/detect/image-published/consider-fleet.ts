import type { ReplacementRequest } from "../../domain/run/replacement-request.ts";
import { appendEntry } from "../../ledger/entries.ts";
import { markEventSeen } from "../../ledger/events-seen.ts";
import { eventExecutionName } from "../../rollout/admission/execution-name.ts";
import type { ImagePublishedContext } from "./context.ts";
import { boundedEvidence } from "./evidence.ts";
import { judgeImage } from "./judge-image.ts";
import type { KnownFleet } from "./read-situations.ts";
import { eventKey, type TakenEvent } from "./taken-event.ts";

export interface FleetOutcome {
  readonly fleet: string;
  readonly reason: string;
  /** The execution that was started, now or by the same event before; null when the fleet stays as it is. */
  readonly rollout: string | null;
}

/**
 * Decides whether the image is to replace what one fleet runs, and starts the rollout if so. The entry is written before
 * the start, and the event is marked as seen after it. After a crash in between all of it is done again, and the
 * execution's name keeps the rollout from starting twice.
 */
export async function considerFleet(
  { fleet: { fleet }, unrelatedReason, situation }: KnownFleet,
  taken: TakenEvent,
  context: ImagePublishedContext,
): Promise<FleetOutcome> {
  const { claim, image } = taken;
  const { ledger, clock, starter } = context;
  const note = (reason: string, rollout: string | null = null) =>
    noteFor({ fleet, reason, rollout }, taken, context);
  if (unrelatedReason !== null) return note(unrelatedReason);
  if (situation === null) return note(`event ${claim.eventId} came again, it was handled before`);

  const { replace, reason } = judgeImage(situation);
  const name = eventExecutionName(fleet, image.id, claim.eventId);
  const outcome = await note(reason, replace ? name : null);
  if (replace) await starter.start("rollout", name, { fleet, request: requestFor(taken) });
  await markEventSeen(ledger, { key: eventKey(fleet, claim.eventId), at: clock.now() });
  return outcome;
}

/**
 * Of two requests the later wins, so its instant is moult's own: an event may say any time, also one of the year 9999.
 * Another delivery of the event has another instant, but the same name: Step Functions answers that with
 * ExecutionAlreadyExists, as the input differs (aws-facts 5), and the starter takes that for started.
 */
function requestFor({ claim, image, takenAt }: TakenEvent): ReplacementRequest {
  return {
    reason: "image",
    image: image.id,
    force: false,
    by: `event ${claim.eventId} from ${claim.source}`,
    at: takenAt,
    evidence: boundedEvidence(claim, image),
  };
}

async function noteFor(
  outcome: FleetOutcome,
  { claim, image }: TakenEvent,
  { ledger, clock }: ImagePublishedContext,
): Promise<FleetOutcome> {
  const { fleet, reason, rollout } = outcome;
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
  return outcome;
}
