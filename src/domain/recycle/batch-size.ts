import type { BudgetSettings } from "../brakes/budget.ts";

/** Servers that are replaced at once where nothing is declared. */
const DEFAULT = 1;

/** How many servers of a group of this size are in recycle at once. A share is rounded down, and is one at least. */
export function batchSize(atOnce: BudgetSettings["atOnce"], servers: number): number {
  if (atOnce === undefined) return DEFAULT;
  if ("servers" in atOnce) return atOnce.servers;
  return Math.max(1, Math.floor((servers * atOnce.percent) / 100));
}
