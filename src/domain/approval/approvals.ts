import type { ApprovalAsk } from "./approval-ask.ts";
import type { ApprovalSettings } from "./approval-settings.ts";

/** What a fleet's runs need a person's yes for, and what was asked and answered. */
export interface Approvals {
  /** Null: the declaration asks for none. */
  readonly settings: ApprovalSettings | null;
  readonly asks: readonly ApprovalAsk[];
}
