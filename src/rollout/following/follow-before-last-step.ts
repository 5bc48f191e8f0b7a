import { readGroups } from "../capacity/sync-capacity.ts";
import type { Work } from "../work.ts";
import { followBlue } from "./follow-blue.ts";

/** In so short a time nobody changes much, and it is read again before blue goes. */
const RECENT_MS = 600_000;

/** Green is to have all the traffic: it gets what blue has come to have during long steps. */
export async function followBeforeLastStep(work: Work<"autoScaling">): Promise<void> {
  const { followed, traffic, settlement } = work.run();
  // Whoever settles the fleet on green may do so for what became of blue.
  if (followed === null || settlement !== null || traffic.step + 1 < work.strategy.steps.length) return;
  if (work.now() - followed.readAt < RECENT_MS) return;
  const groups = await readGroups(work);
  if ("missing" in groups || groups.blue === undefined) return;
  await followBlue({ blue: groups.blue, green: groups.green }, work);
}
