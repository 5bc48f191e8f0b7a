import type { Reason } from "../../domain/run/cause.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { type StartingRollout, startInstant } from "../../ledger/runs/start-rate.ts";
import { wait } from "../../step/answers.ts";
import type { StepContext } from "../../step/step.ts";

/**
 * A rollout of a small fleet makes about 22 Auto Scaling calls, all from one bucket of the account whose size AWS does
 * not publish (aws-facts 2): at 10 tokens a second, which the simulator takes for it, one rollout every 2.5 s uses nine
 * tenths. Measured with 1,000 fleets (npm run load): without a pace most of their steps fail for throttling.
 */
const START_RATE = { burst: 20, everyMs: 2500 };

/** Waits that the machine sleeps through at once; no Lambda runs meanwhile. */
const LONGEST_WAIT_SECONDS = 3600;

/**
 * What a rollout waits for before it begins: that others which asked before it have begun. Null: it is its turn. A
 * person's start does not wait, and takes its place in the pace all the same.
 */
export async function awaitStart(
  starting: Omit<StartingRollout, "now"> & { readonly reason: Reason },
  { ledger, clock }: Pick<StepContext, "ledger" | "clock">,
): Promise<StepAnswer | null> {
  const { fleet, rollout, reason } = starting;
  const at = await startInstant(ledger, { fleet, rollout, now: clock.now() }, START_RATE);
  const left = (at - clock.now()) / 1000;
  if (left <= 0 || reason === "operator") return null;
  return wait(
    Math.min(LONGEST_WAIT_SECONDS, left),
    "other rollouts begin first: the account's request quotas are shared by all fleets",
  );
}
