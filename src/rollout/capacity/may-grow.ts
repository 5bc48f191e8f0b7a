import { isQuarantined } from "../../ledger/image-verdicts.ts";
import { goesToZero } from "../retirement/removals.ts";
import type { Work } from "../work.ts";

/**
 * Whether a side's group may get more servers: not of an image in quarantine, not a blue whose servers hand off, not a green
 * that traffic has left.
 */
export async function mayGrow(group: string, work: Work<never>): Promise<boolean> {
  const { milestones, commands } = work.run();
  const isBlue = work.blue?.group === group;
  const generation = isBlue ? work.blue : work.green;
  if (!generation || goesToZero(group, work)) return false;
  const leaves = isBlue
    ? milestones.handoff !== undefined || commands["handoff"] !== undefined
    : milestones["traffic-reverted"] !== undefined;
  return !leaves && !(await isQuarantined(work.context.ledger, generation.image, work.run().fleet));
}
