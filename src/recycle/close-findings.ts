import { liftFinding, listFindings } from "../ledger/findings.ts";
import { keepActedOn } from "../ledger/found/acted-on.ts";
import type { RecycleWork } from "./recycle-step.ts";

/** What was found about servers that are gone is over; for which drifts they went is kept, so that one which comes back is known again. */
export async function closeFindings(servers: readonly string[], work: RecycleWork<never>): Promise<void> {
  const { ledger } = work.context;
  const { fleet, image, templateVersion, startedAt } = work.run();
  const at = work.now();
  const closed = (await listFindings(ledger, fleet)).filter(({ server }) => servers.includes(server));
  const drifts = closed.filter(({ kind, mode }) => kind === "drift" && mode !== "report");
  await keepActedOn(
    ledger,
    fleet,
    drifts.map(({ field, observed }) => ({ field, observed, image, templateVersion, at, since: startedAt })),
  );
  for (const each of closed) {
    const reason = `${each.server}: ${each.field} was ${each.observed}; the server is replaced`;
    await work.note("evidence", reason, { action: "lift-finding", subject: each.server });
    await liftFinding(ledger, fleet, each, at);
  }
}
