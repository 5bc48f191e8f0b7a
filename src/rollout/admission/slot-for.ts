import type { SlotHolder } from "../../domain/brakes/slots.ts";
import { takeSlot } from "../../ledger/brakes/slots.ts";
import type { StepContext } from "../../step/step.ts";
import { partingPause } from "./start-rate.ts";

/** Takes one of the account's slots for a rollout that is about to begin; answers why there is none, in words. */
export const slotFor = (
  holder: SlotHolder,
  { ledger, clock }: Pick<StepContext, "ledger" | "clock">,
): Promise<string | null> =>
  takeSlot(ledger, { ...holder, at: clock.now() }, partingPause(holder.run, clock));
