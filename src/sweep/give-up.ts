import type { AttentionKind } from "../domain/outbox/attention-kinds.ts";
import { unfreezeCommand } from "../domain/outbox/proposed-commands.ts";
import { LedgerCorrupt, LedgerTooNew } from "../errors/errors.ts";
import { freezeOf } from "../ledger/freezes.ts";
import { freezeFleet } from "../operator/freeze-fleet.ts";
import type { SweepContext } from "./context.ts";
import type { Irregularity } from "./world/orphans.ts";
import { reportFound } from "./told/report.ts";

/**
 * What becomes of a fleet that could not be swept: it is published, and frozen where one of its records cannot be read or was
 * written by newer code. A ledger that cannot even keep that is in the report and the log.
 */
export async function giveUp(fleet: string, error: unknown, context: SweepContext): Promise<Irregularity> {
  const { message } = error instanceof Error ? error : new Error(String(error));
  const unfrozen = (reason: string): Irregularity => ({ fleet, irregularity: reason, repaired: false });
  try {
    if (!(error instanceof LedgerCorrupt || error instanceof LedgerTooNew)) {
      const reason = `could not be swept: ${message}`;
      // Under one key: an error may have other words each time.
      return await report(fleet, { key: "not swept", kind: "not-swept", reason }, context);
    }
    const { ledger, clock } = context;
    // While something else cannot be read, such as the freeze of every fleet, each sweep comes here again.
    if ((await freezeOf(ledger, fleet, clock.now()))?.until !== null) {
      await freezeFleet({ fleet, by: "sweep", reason: message, seconds: null, isReported: true }, context);
    }
  } catch (reason) {
    if (!(error instanceof LedgerCorrupt || error instanceof LedgerTooNew))
      return unfrozen(`could not be swept: ${message}`);
    // Its freeze cannot be read either. Every change reads it first, so nothing is changed all the same.
    return unfrozen(`could not be frozen (${String(reason)}): ${message}`);
  }
  return reportFrozen(fleet, { error, message }, context);
}

/** What is frozen is in the report and the log also where its own outbox is what cannot be read. */
async function reportFrozen(
  fleet: string,
  { error, message }: { readonly error: Error; readonly message: string },
  context: SweepContext,
): Promise<Irregularity> {
  const kind = error instanceof LedgerTooNew ? "newer-record" : "unreadable-record";
  const reason = `frozen: ${message}`;
  try {
    return await report(fleet, { key: reason, kind, reason }, context);
  } catch (failed) {
    const said = `frozen, and this could not be published (${String(failed)}): ${message}`;
    return { fleet, irregularity: said, repaired: false };
  }
}

interface GivenUp {
  readonly key: string;
  readonly kind: AttentionKind;
  readonly reason: string;
}

async function report(
  fleet: string,
  { key, kind, reason }: GivenUp,
  context: SweepContext,
): Promise<Irregularity> {
  const commands =
    kind === "not-swept" ? ["moult sweep"] : [`moult history ${fleet}`, unfreezeCommand(fleet, "fleet")];
  await reportFound(fleet, { source: "ledger", found: [{ key, kind, reason, commands }] }, context);
  return { fleet, irregularity: reason, repaired: false };
}
