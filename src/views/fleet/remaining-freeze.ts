import { type ActiveFreeze, activeFreeze } from "../../ledger/freezes.ts";
import type { StepContext } from "../../step/step.ts";

/** The freeze that still forbids changes to a fleet once its own was lifted: the one of every fleet. */
export const remainingFreeze = (
  fleet: string,
  { ledger, clock }: Pick<StepContext, "ledger" | "clock">,
): Promise<ActiveFreeze | undefined> => activeFreeze(ledger, fleet, clock.now());
