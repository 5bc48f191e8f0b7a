import { isQuarantined } from "../../ledger/image-verdicts.ts";
import { goesToZero } from "../retirement/removals.ts";
import type { Work } from "../work.ts";

/**
 * Why a side's group may not get more servers: its image is in quarantine; or it leaves, as a blue whose servers hand off does, or a
 * green that traffic has left. Returns null when it may.
 */
export async function growthBlocker(
  group: string,
  work: Work<never>,
): Promise<"leaves" | "quarantined" | null> {
  const { milestones, commands } = work.run();
  const isBlue = work.blue?.group === group;
  const generation = isBlue ? work.blue : work.green;
  const isLeaving = isBlue
    ? milestones.handoff !== undefined || commands["handoff"] !== undefined
    : milestones["traffic-reverted"] !== undefined;
  if (!generation || isLeaving || goesToZero(group, work)) return "leaves";
  return (await isQuarantined(work.context.ledger, generation.image, work.run().fleet))
    ? "quarantined"
    : null;
}
