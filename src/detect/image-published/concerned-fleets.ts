import type { Fleet } from "../../domain/declaration/fleet.ts";
import type { ImagePublishedContext } from "./context.ts";
import { imageBelongs } from "./published-image.ts";
import { readChannels } from "../../rollout/declared/read-channels.ts";
import type { TakenEvent } from "./taken-event.ts";

/** A fleet that has to do with an event. */
export interface ConcernedFleet {
  readonly fleet: Fleet;
  /**
   * In which way its declaration does not mean the image, though the event names the fleet or the image has its tags;
   * null when it means it.
   */
  readonly unrelatedReason: string | null;
}

/** Answers for each fleet how it is concerned; undefined when it has nothing to do with the image. */
export async function concernedFleets(
  fleets: readonly Fleet[],
  taken: TakenEvent,
  context: ImagePublishedContext,
): Promise<PromiseSettledResult<ConcernedFleet | undefined>[]> {
  const channels = new Set(fleets.flatMap(({ image }) => ("channel" in image ? image.channel : [])));
  const values = await readChannels([...channels], context);
  return Promise.allSettled(fleets.map(async (fleet) => concern(fleet, taken, values)));
}

function concern(
  fleet: Fleet,
  { claim, image }: TakenEvent,
  values: ReadonlyMap<string, string | Error>,
): ConcernedFleet | undefined {
  const holds = "channel" in fleet.image ? values.get(fleet.image.channel) : undefined;
  if (holds instanceof Error) throw holds;
  const { belongs, reason, foreign } = imageBelongs(fleet.image, image, holds);
  if (belongs) return { fleet, unrelatedReason: null };
  if (claim.fleet === null && !foreign) return undefined;
  const named = claim.fleet === null ? "the declaration" : "the event names this fleet, whose declaration";
  return { fleet, unrelatedReason: `${named} does not mean ${image.id}: ${reason}` };
}
