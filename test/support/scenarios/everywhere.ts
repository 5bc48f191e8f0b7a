import type { AccountPlan } from "../../../rehearsal/account.ts";
import type { RehearsalOptions } from "../../../rehearsal/rehearsal.ts";

/** What holds for every scenario of this process: a test file sets it before it imports files of scenarios. */
export const everywhere: { rehearsal: RehearsalOptions; account: Partial<AccountPlan> } = {
  rehearsal: {},
  account: {},
};
