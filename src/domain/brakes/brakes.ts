import type { Begun, BudgetSettings } from "./budget.ts";
import type { Calendar } from "./calendar.ts";
import type { Windows } from "./opening.ts";
import type { Slots } from "./slots.ts";

/** How long the next run may be expected to take: as the last one did, or no shorter than is declared. */
interface RunLength {
  readonly ms: number;
  readonly by: "last-run" | "declaration";
}

/** What binds the times at which a fleet's runs begin. */
export interface Brakes {
  /** Null: none are declared. */
  readonly windows: Windows | null;
  /** Null: none is declared. */
  readonly calendar: Calendar | null;
  /** What has to fit into a window: 0 where nothing has to. */
  readonly length: RunLength;
  /** Null: none is declared. */
  readonly budget: BudgetSettings | null;
  /** Runs that were begun in the last day. */
  readonly begun: readonly Begun[];
  /** Null: any number of rollouts may be open in the account, or nobody has asked yet. */
  readonly slots: Slots | null;
  /** From when on a server is so old that neither an allowed window nor the budget is waited for; null: none is, or nobody knows. */
  readonly hardAgeAt: number | null;
}
