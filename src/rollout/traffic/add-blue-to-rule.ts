import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { exceptAsRead } from "../../domain/traffic-pairs/as-set.ts";
import { wait } from "../../step/answers.ts";
import type { Work } from "../work.ts";
import { type Reading, setTraffic, type TrafficServices } from "./traffic.ts";

const SETTLE_SECONDS = 5;
/** Clients that stuck to a blue that does not answer have made a request by then, and stick to green. */
const LEFT_OUT_MS = 60_000;

/**
 * A target group that no rule names is not health-checked (aws-facts 1.4), and blue was named no more to end the
 * sessions that stuck to it: it is named again, at weight 0, and looked at when it has been checked. Each rule keeps its share.
 */
export async function addBlueToRule(
  { traffic, reading }: Reading,
  work: Work<TrafficServices>,
): Promise<StepAnswer | null> {
  const { source } = work.strategy;
  const { percent } = reading;
  if (source.kind !== "actions" || percent !== 100 || wasJustLeft(work)) return null;
  const calls = await work.context.withReason(
    "name blue's target group in the rule again, so that it is health-checked",
    null,
    () => setTraffic(percent, traffic, work, { except: exceptAsRead(source.arns, reading) }),
  );
  return calls === 0 ? null : wait(SETTLE_SECONDS, "blue is named in the rule again and is being checked");
}

const wasJustLeft = (work: Work<never>): boolean => {
  const last = work.run().reversals.at(-1);
  return last !== undefined && work.now() - last < LEFT_OUT_MS;
};
