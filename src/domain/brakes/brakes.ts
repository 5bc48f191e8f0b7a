import type { Begun, BudgetSettings } from "./budget.ts";
import type { Windows } from "./opening.ts";

/** What binds the times at which a fleet's runs begin. */
export interface Brakes {
  /** Null: none are declared. */
  readonly windows: Windows | null;
  /** How long the fleet's last run took, where the next one has to fit into its window; 0: it need not, or there was none. */
  readonly lengthMs: number;
  /** Null: none is declared. */
  readonly budget: BudgetSettings | null;
  /** Runs that were begun in the last day. */
  readonly begun: readonly Begun[];
  /** From when on a server is so old that neither an allowed window nor the budget is waited for; null: none is, or nobody knows. */
  readonly hardAgeAt: number | null;
}
