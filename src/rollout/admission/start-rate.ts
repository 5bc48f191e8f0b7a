import { createHash } from "node:crypto";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import { drawsOf } from "../../domain/rollout-decisions/rollout-draws.ts";
import type { Reason } from "../../domain/run/cause.ts";
import type { StepAnswer } from "../../domain/run/step-answer.ts";
import { strategyOf } from "../../domain/strategy-kinds.ts";
import { LedgerConflict } from "../../errors/errors.ts";
import { startInstant } from "../../ledger/runs/start-rate.ts";
import { wait } from "../../step/answers.ts";
import type { StepContext } from "../../step/step.ts";

/** Waits that the machine sleeps through at once; no Lambda runs meanwhile. */
const LONGEST_WAIT_SECONDS = 3600;
/** All rollouts of the account book in one item, and a thousand may come at once: pauses double from here on, in part by chance. */
const FIRST_PAUSE_MS = 100;
/** Who lost every race comes again within so long, when most others have booked. */
const COME_AGAIN_SECONDS = 30;

/**
 * What a rollout waits for before it begins: that others which asked before it have begun. Null: it is its turn. A
 * person's start does not wait, and what it draws is booked all the same.
 */
export async function awaitStart(
  { fleet, rollout, reason }: { readonly fleet: Fleet; readonly rollout: string; readonly reason: Reason },
  { ledger, clock }: Pick<StepContext, "ledger" | "clock">,
): Promise<StepAnswer | null> {
  const starting = { fleet: fleet.fleet, rollout, draws: drawsOf(fleet, strategyOf(fleet.traffic)) };
  const pause = partingPause(rollout, clock);
  let at: number;
  try {
    at = await startInstant(ledger, { ...starting, now: clock.now() }, pause);
  } catch (error) {
    if (!(error instanceof LedgerConflict)) throw error;
    if (reason === "operator") return null;
    return wait(
      spread(rollout, clock.now()) * COME_AGAIN_SECONDS,
      "many rollouts ask for their start at once",
    );
  }
  const left = (at - clock.now()) / 1000;
  if (left <= 0 || reason === "operator") return null;
  return wait(
    Math.min(LONGEST_WAIT_SECONDS, left),
    "other rollouts begin first: the account's request quotas are shared by all fleets",
  );
}

/** What who lost a race for one item of the account waits before it tries again. */
export const partingPause =
  (rollout: string, clock: StepContext["clock"]) =>
  (lost: number): Promise<void> =>
    clock.sleep(Math.round(spread(rollout, lost) * FIRST_PAUSE_MS * 2 ** lost));

/** From 0 up to 1, another one for each rollout and each time: what makes those part that came together. */
function spread(rollout: string, time: number): number {
  return createHash("sha256").update(`${rollout} ${time}`).digest().readUInt32BE() / 2 ** 32;
}
