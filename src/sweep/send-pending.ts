import { claimPending, type KeptFor, sendKept } from "../step/outbox/publish.ts";
import type { SweepContext } from "./context.ts";

/** Sends what the bus has not taken yet, of these fleets, or with null of the account; what concerns several goes in one call. */
export async function sendPending(
  scopes: readonly (string | null)[],
  context: Pick<SweepContext, "ledger" | "clock" | "publish">,
): Promise<void> {
  const kept: KeptFor[] = [];
  for (const fleet of scopes) kept.push(await claimPending(fleet, context));
  await sendKept(kept, context);
}
