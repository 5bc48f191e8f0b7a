import type { AttentionKind } from "../domain/outbox/attention-kinds.ts";
import { unfreezeCommand } from "../domain/outbox/proposed-commands.ts";
import { LedgerCorrupt, LedgerTooNew } from "../errors/errors.ts";
import { freezeOf } from "../ledger/freezes.ts";
import { freezeFleet } from "../operator/freeze-fleet.ts";
import type { SweepContext } from "./context.ts";
import type { Irregularity } from "./orphans.ts";
import { reportFound } from "./report.ts";

/**
 * What becomes of a fleet that could not be swept: it is published, and frozen where one of its records cannot be read or was
 * written by newer code. A ledger that cannot even keep that is in the report and the log.
 */
export async function giveUp(fleet: string, error: unknown, context: SweepContext): Promise<Irregularity> {
  const { message } = error instanceof Error ? error : new Error(String(error));
  const unfrozen = (reason: string): Irregularity => ({ fleet, irregularity: reason, repaired: false });
  try {
    if (!(error instanceof LedgerCorrupt || error instanceof LedgerTooNew)) {
      return await report(fleet, { kind: "not-swept", reason: `could not be swept: ${message}` }, context);
    }
    const kind = error instanceof LedgerTooNew ? "newer-record" : "unreadable-record";
    const { ledger, clock } = context;
    // While something else cannot be read, such as the freeze of every fleet, each sweep comes here again.
    if ((await freezeOf(ledger, fleet, clock.now()))?.until !== null) {
      await freezeFleet({ fleet, by: "sweep", reason: message, seconds: null }, context);
    }
    return await report(fleet, { kind, reason: `frozen: ${message}` }, context);
  } catch (reason) {
    if (!(error instanceof LedgerCorrupt || error instanceof LedgerTooNew))
      return unfrozen(`could not be swept: ${message}`);
    // Its freeze cannot be read either. Every change reads it first, so nothing is changed all the same.
    return unfrozen(`could not be frozen (${String(reason)}): ${message}`);
  }
}

interface GivenUp {
  readonly kind: AttentionKind;
  readonly reason: string;
}

async function report(
  fleet: string,
  { kind, reason }: GivenUp,
  context: SweepContext,
): Promise<Irregularity> {
  const commands =
    kind === "not-swept" ? ["moult sweep"] : [`moult history ${fleet}`, unfreezeCommand(fleet, "fleet")];
  await reportFound(fleet, { source: "ledger", found: [{ key: reason, kind, reason, commands }] }, context);
  return { fleet, irregularity: reason, repaired: false };
}
