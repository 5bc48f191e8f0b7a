import { APART_MS } from "../../domain/rollout-decisions/rollback-table.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { leastShare } from "../../domain/traffic-pairs/fleet-traffic.ts";
import { wait } from "../../step/answers.ts";
import { endInconclusive, secondsInconclusive } from "../gates/inconclusive.ts";
import { greenOf, type Work } from "../work.ts";
import { healthyServers, ownHealthyServers } from "./healthy-servers.ts";
import { type ShiftServices, watchShift } from "./shift-blocker.ts";
import { type Observed, setTraffic } from "./traffic.ts";

const SETTLE_SECONDS = 10;
/** Before the first step a blue that serves is asked for nothing; one that is waited beside for longer is. */
const PROMPT_SECONDS = 15;

/**
 * Blue answers nowhere while it has a part of the traffic, and green, which has passed every gate, does: green takes all
 * of it at once, whatever steps are left. Null: blue answers, or green is no better.
 */
export async function leaveSilentBlue(
  { traffic, reading }: Observed,
  work: Work<ShiftServices>,
): Promise<StepAnswer | null> {
  if (!("percent" in reading) || !isShared(leastShare(reading), reading.percent, work)) return null;
  // In a fleet of none nobody answers on either side, unless somebody gives green servers.
  if (work.run().size === 0 && (await healthyServers(greenOf(work), work)) === 0) return null;
  if ((await healthyServers(work.blue, work)) > 0) {
    await endInconclusive(work, "blue-silent");
    return null;
  }
  // A green that is bad is blamed, whatever blue is.
  const watched = await watchShift(work);
  if (watched?.verdict === "fail") return watched;
  const leftMs = APART_MS - (await secondsInconclusive(work, "blue-silent")) * 1000;
  const reason = "no server of blue's answers";
  if (leftMs > 0) return wait(leftMs / 1000, `${reason}; it is read once more, since reads lag`);
  const healthy = await ownHealthyServers(greenOf(work), work);
  if (healthy === 0) return null;
  await work.context.withReason(
    `${reason}, green has ${healthy} that do: it takes all of the traffic`,
    { from: reading.percent, to: 100 },
    () => setTraffic(100, traffic, work, { leaves: "blue", step: work.strategy.steps.length }),
  );
  return wait(SETTLE_SECONDS, `${reason}: all traffic is set to green`);
}

/** Whether blue has a part of the traffic by its weight in any rule. */
function isShared(least: number, percent: number, work: Work<never>): boolean {
  if (work.strategy.source.kind !== "actions" || work.blue === null) return false;
  return percent > 0 ? least < 100 : work.inPhase() > PROMPT_SECONDS;
}
