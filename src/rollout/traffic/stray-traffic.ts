import { targetGroupsOf } from "../../domain/generation.ts";
import { APART_MS } from "../../domain/rollout-decisions/rollback-table.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { leastShare } from "../../domain/traffic-pairs/fleet-traffic.ts";
import { wait } from "../../step/answers.ts";
import { endInconclusive, secondsInconclusive } from "../gates/inconclusive.ts";
import type { Work } from "../work.ts";
import { healthyServers } from "./healthy-servers.ts";
import { type Observed, readTraffic, type TrafficServices } from "./traffic.ts";

/** Every second poll of a watch: 75 s, 75 s, and what a read of a moment ago may have missed. */
const READ_MS = 140_000;

/**
 * After the last step nothing of the traffic is to be moved, but somebody may put back what was there before. A blue that
 * answers keeps it until its turn comes: RetireBlue sets it again. From one that answers nowhere, in two reads, it has to be
 * taken: answers what was observed then. Null: there is nothing to take, or it is not read this time.
 */
export async function strayTraffic(
  work: Work<TrafficServices>,
): Promise<StepAnswer | (Observed & { readonly reason: string }) | null> {
  const { timers, traffic, size } = work.run();
  const targetGroups = work.blue ? targetGroupsOf(work.blue) : [];
  if (targetGroups.length === 0 || work.strategy.source.kind !== "actions" || size === 0) return null;
  const readAt = Math.max(timers["traffic-read"] ?? 0, traffic.setAt ?? 0);
  if (timers["blue-silent"] === undefined && work.now() - readAt < READ_MS) return null;
  await work.update({ timers: { ...timers, "traffic-read": work.now() } });
  const observed = await readTraffic(work);
  const percent = "percent" in observed.reading ? leastShare(observed.reading) : 100;
  if (percent === 100 || (await healthyServers(work.blue, work)) > 0) {
    await endInconclusive(work, "blue-silent");
    return null;
  }
  const reason = `somebody gave blue ${100 - percent}% of the traffic, and no server of blue's answers`;
  const leftMs = APART_MS - (await secondsInconclusive(work, "blue-silent")) * 1000;
  if (leftMs > 0) return wait(leftMs / 1000, `${reason}; it is read once more, since reads lag`);
  // Until it is read on green again it is read at each poll.
  return { ...observed, reason };
}
