import { freezeOf } from "../../ledger/freezes.ts";
import { unlessUnreadable } from "../../step/outbox/publish.ts";
import type { SweepContext } from "../context.ts";
import { keepFreezeEnd } from "./freeze-ends.ts";
import type { Outboxes } from "./outboxes.ts";
import { sendPending } from "./send-pending.ts";
import { keepUpgrade } from "./stack-version.ts";

/**
 * Sends what is to be said of the account, with what is found out by time alone: the end of its freeze, and another version of moult. Answers
 * what it failed with: no fleet waits for that. A record that cannot be read is said of the fleets that it freezes.
 */
export async function sendAccountNews(
  context: SweepContext & { readonly outboxes: Outboxes },
): Promise<readonly unknown[]> {
  const kept = [unlessUnreadable(keepEnd(context)), unlessUnreadable(keepUpgrade(context))];
  const settled = await Promise.allSettled(kept);
  const failures = settled.flatMap((each): unknown[] => (each.status === "rejected" ? [each.reason] : []));
  return [...failures, ...(await sendPending([null], context))];
}

async function keepEnd(context: SweepContext): Promise<void> {
  const freeze = await freezeOf(context.ledger, null, context.clock.now());
  if (freeze !== undefined) await keepFreezeEnd(null, freeze, context);
}
