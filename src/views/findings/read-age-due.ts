import { readFleet } from "../../ledger/fleets.ts";
import { readDueFirst } from "../../ledger/found/due-first.ts";
import { listGenerations } from "../../ledger/generations.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { ageDue, type AgeDue } from "../../rollout/convergence/age-due.ts";

/** Which server of the fleet is due for its age first; null: no age is declared, or no scan has seen its servers. */
export async function readAgeDue(ledger: Ledger, name: string): Promise<AgeDue | null> {
  const [declared, first, generations] = await Promise.all([
    readFleet(ledger, name),
    readDueFirst(ledger, name),
    listGenerations(ledger, name),
  ]);
  const live = generations.find(({ generation }) => generation.state === "live")?.generation.number;
  return declared ? ageDue(declared.fleet, { first, live }) : null;
}
