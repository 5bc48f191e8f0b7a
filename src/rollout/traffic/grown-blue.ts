import { readGroups } from "../capacity/sync-capacity.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import type { Work } from "../work.ts";

const SETTLE_SECONDS = 5;

/**
 * A fleet of none is replaced by none, so its traffic may be on a green without servers. Whoever makes blue larger then
 * has servers that are asked for nothing. Answers how many of blue's are in service; null: the fleet is of none still, or
 * has servers on both sides, or no traffic has moved.
 */
export async function grownBlue(work: Work<"autoScaling">): Promise<number | null> {
  const { size, settlement, traffic } = work.run();
  if (size > 0 || settlement !== null || traffic.setAt === null || work.blue === null) return null;
  if (work.strategy.source.kind === "nothing") return null;
  const groups = await readGroups(work);
  if ("missing" in groups) return null;
  const serving = groups.blue?.instances.filter(({ lifecycleState }) => lifecycleState === "InService");
  return serving?.length || null;
}

/** Sends a rollout whose traffic has moved back to ShiftTraffic, where blue takes it and green begins its steps anew. */
export async function shiftToGrownBlue(work: Work<"autoScaling">): Promise<StepAnswer | null> {
  const servers = await grownBlue(work);
  if (servers === null) return null;
  const reason = `the fleet had no servers and blue has ${servers} now, green none: traffic is shifted anew`;
  await work.note("decision", reason, { action: "shift-again" });
  return { verdict: "shift-again", waitSeconds: SETTLE_SECONDS, reason };
}
