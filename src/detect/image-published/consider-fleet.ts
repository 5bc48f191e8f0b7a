import { appendOnce } from "../../ledger/entries.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import { imageSource, namedBy } from "../../domain/decide/wanted.ts";
import { readWanted } from "../../ledger/wanted.ts";
import { converge } from "../../rollout/convergence/converge.ts";
import { recordNamed } from "../../rollout/declared/record-declared.ts";
import type { ConcernedFleet } from "./concerned-fleets.ts";
import type { ImagePublishedContext } from "./context.ts";
import { boundedEvidence } from "./evidence.ts";
import type { NewestImage } from "./newest-image.ts";
import type { TakenEvent } from "./taken-event.ts";

export interface FleetOutcome {
  readonly fleet: string;
  readonly reason: string;
  /** The execution that was started, now or by the same decision before; null when nothing is begun. */
  readonly rollout: string | null;
}

const ACTOR = "image-published";

type Context = ImagePublishedContext & { readonly newest: NewestImage };

/**
 * Makes the image what the fleet's declaration names, if it is that, and decides about the fleet. The event itself is only
 * the reason to look: it may come twice, late, or in any order.
 */
export async function considerFleet(
  { fleet: { fleet, image: declared }, unrelatedReason }: ConcernedFleet,
  taken: TakenEvent,
  context: Context,
): Promise<FleetOutcome> {
  const { claim, image } = taken;
  if (unrelatedReason !== null) return left(fleet, unrelatedReason, taken, context);
  if (image.state !== "available")
    return left(fleet, `${image.id} is ${image.state}, not available`, taken, context);
  const source = imageSource(declared);
  const newer = await newerImage({ fleet, declared, source }, taken, context);
  if (newer !== undefined) return left(fleet, `${newer} is newer: the next sweep takes it`, taken, context);
  const named = {
    image: image.id,
    madeAt: image.createdAt,
    source,
    by: `event ${claim.eventId} from ${claim.source}`,
    evidence: boundedEvidence(claim, image),
    takesNewest: !("channel" in declared),
  };
  const heard = await recordNamed(fleet, named, context);
  const converged = await converge(fleet, { actor: ACTOR }, context);
  if (converged === undefined) return left(fleet, "the fleet is not declared any more", taken, context);
  const { decision, execution } = converged;
  if (decision.act === "leave") {
    const { because, reason } = decision;
    // A run on its way tells of itself: an event may come a thousand times meanwhile.
    if (heard === "known" && because === "running") return { fleet, reason, rollout: null };
    const why =
      heard === "older" ? `an older image than the one that ${named.source} names; ${reason}` : reason;
    return left(fleet, why, taken, context);
  }
  return { fleet, reason: decision.due.map(({ what }) => what).join("; "), rollout: execution };
}

interface Meant {
  readonly fleet: string;
  readonly declared: Fleet["image"];
  readonly source: string;
}

/** A newer image that is meant as well. It is asked for where nobody has read yet which is the newest. */
async function newerImage(
  { fleet, declared, source }: Meant,
  { image }: TakenEvent,
  { ledger, newest }: Context,
): Promise<string | undefined> {
  if (namedBy(await readWanted(ledger, fleet), source) !== null) return undefined;
  const found = await newest(declared);
  return found !== undefined && found.createdAt > image.createdAt ? found.id : undefined;
}

/** Written down unless one of the fleet's newest entries says the same. */
async function left(
  fleet: string,
  reason: string,
  { claim, image }: TakenEvent,
  { ledger, clock }: ImagePublishedContext,
): Promise<FleetOutcome> {
  const about = { at: clock.now(), fleet, rollout: null, phase: null, kind: "event" as const, actor: ACTOR };
  await appendOnce(ledger, { ...about, action: "leave", reason, subject: image.id, evidence: { claim } });
  return { fleet, reason, rollout: null };
}
