import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { mayStickTo } from "../../domain/traffic-strategies/weights.ts";
import type { FleetTraffic } from "../../domain/traffic-pairs/fleet-traffic.ts";
import { wait } from "../../step/answers.ts";
import { sidesOf, type Work } from "../work.ts";
import { countRead, setTraffic, type TrafficServices, unseenSeconds } from "./traffic.ts";

const SETTLE_SECONDS = 5;
/** Reads that have to agree before green is taken down, the last of them one that has to show what was set. */
const AGREEING_READS = 2;

/** Green is read to have no traffic: what has to agree before that is believed. Returns null when it does. */
export async function confirmReverted(
  traffic: FleetTraffic,
  work: Work<TrafficServices>,
): Promise<StepAnswer | null> {
  const { setAt, setPercent } = work.run().traffic;
  if (setAt === null) return null;
  if (setPercent !== 0) {
    const unseen = unseenSeconds(work);
    if (unseen > 0) return wait(unseen, `${setPercent}% was set a moment ago and may not be read yet`);
    // It was set to more: the call never arrived, or somebody else went back first. Written down, nothing to call.
    await setTraffic(0, traffic, work);
  }
  const freed = await endSessions(traffic, work);
  if (freed !== null) return freed;
  const agreeing = await countRead({ percent: 0 }, work);
  const unseen = unseenSeconds(work);
  if (agreeing >= AGREEING_READS && unseen === 0) return null;
  return wait(Math.max(SETTLE_SECONDS, unseen), "traffic is back on blue; it is read once more");
}

/** Clients stick to a green of weight 0 for as long as it is named (aws-facts 8.7): whoever moved traffic left it in. */
async function endSessions(traffic: FleetTraffic, work: Work<TrafficServices>): Promise<StepAnswer | null> {
  if (!isStickyTo("green", traffic, work)) return null;
  const calls = await work.context.withReason("end the sessions that stick to green", null, () =>
    setTraffic(0, traffic, work, { leaves: "green" }),
  );
  return calls === 0 ? null : wait(SETTLE_SECONDS, "clients that stuck to green move to blue");
}

/** Whether clients may stick to a side's target group in any of the rules. */
export function isStickyTo(side: "blue" | "green", traffic: FleetTraffic, work: Work<never>): boolean {
  const targetGroups = sidesOf(work)[side]?.targetGroups ?? [];
  if (traffic.kind !== "actions") return false;
  return traffic.rules.some(({ actions }) =>
    targetGroups.some((each) => mayStickTo({ kind: "actions", actions: actions ?? [] }, each)),
  );
}
