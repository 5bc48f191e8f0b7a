import { appendDecision } from "../ledger/entries.ts";
import { type ActiveFreeze, endFreeze } from "../ledger/freezes.ts";
import { isOfNewerRecord } from "../ledger/stored.ts";
import type { SweepContext } from "./context.ts";

/**
 * Ends a freeze that the sweep made for a record of a newer schema, once all records can be read: the newer version is deployed,
 * and nobody had anything to look at. Answers whether it did.
 */
export async function thawNewer(
  fleet: string,
  { by, scope, reason, since }: ActiveFreeze,
  { ledger, clock }: Pick<SweepContext, "ledger" | "clock">,
): Promise<boolean> {
  if (by !== "sweep" || scope !== "fleet" || !isOfNewerRecord(reason)) return false;
  if (!(await endFreeze(ledger, { fleet, since, now: clock.now() }))) return false;
  const said = `the record that was newer than this version can be read: ${reason}`;
  await appendDecision(ledger, { at: clock.now(), fleet, action: "unfreeze", reason: said, actor: "sweep" });
  return true;
}
