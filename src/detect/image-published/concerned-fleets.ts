import type { Fleet } from "../../domain/declaration/fleet.ts";
import type { ImagePublishedContext } from "./context.ts";
import { imageBelongs } from "./published-image.ts";
import { type ChannelReader, channelReader } from "./read-published.ts";
import { settleBounded } from "../../rollout/convergence/settle-bounded.ts";
import type { TakenEvent } from "./taken-event.ts";

/** Channels that are read at once. */
const READS_AT_ONCE = 25;

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
export function concernedFleets(
  fleets: readonly Fleet[],
  taken: TakenEvent,
  { aws }: ImagePublishedContext,
): Promise<PromiseSettledResult<ConcernedFleet | undefined>[]> {
  const channelValue = channelReader(aws.ssm);
  return settleBounded(fleets, READS_AT_ONCE, (fleet) => concern(fleet, taken, channelValue));
}

async function concern(
  fleet: Fleet,
  { claim, image }: TakenEvent,
  channelValue: ChannelReader,
): Promise<ConcernedFleet | undefined> {
  const holds = "channel" in fleet.image ? await channelValue(fleet.image.channel) : undefined;
  const { belongs, reason, foreign } = imageBelongs(fleet.image, image, holds);
  if (belongs) return { fleet, unrelatedReason: null };
  if (claim.fleet === null && !foreign) return undefined;
  const named = claim.fleet === null ? "the declaration" : "the event names this fleet, whose declaration";
  return { fleet, unrelatedReason: `${named} does not mean ${image.id}: ${reason}` };
}
