import { actEvent } from "../../domain/outbox/act-event.ts";
import { unfreezeCommand } from "../../domain/outbox/proposed-commands.ts";
import { formatInstant } from "../../domain/format-instant.ts";
import type { ActiveFreeze } from "../../ledger/freezes.ts";
import { keepForSweep } from "../../step/outbox/publish.ts";
import type { SweepContext } from "../context.ts";

const HOUR_MS = 3_600_000;

/** Says once of a freeze that it ends by itself within the hour: what is due begins then. One that was set for an hour at most has said so. */
export async function keepFreezeEnd(
  fleet: string | null,
  { by, reason, since, until }: Pick<ActiveFreeze, "by" | "reason" | "since" | "until">,
  { ledger, clock }: Pick<SweepContext, "ledger" | "clock">,
): Promise<void> {
  if (until === null || until - since <= HOUR_MS || clock.now() < until - HOUR_MS) return;
  const whose = fleet === null ? "the freeze of every fleet" : `the freeze of ${fleet}`;
  const again =
    fleet === null ? "moult freeze --all --reason <text>" : `moult freeze ${fleet} --reason <text>`;
  const event = actEvent("Freeze About To End", {
    fleet,
    at: until,
    by,
    reason,
    sentence: `${whose} ends at ${formatInstant(until)}, and what is due begins then; by ${by}: ${reason}`,
    next: [again, unfreezeCommand(fleet ?? "", fleet === null ? "account" : "fleet")],
    more: { until: new Date(until).toISOString(), since: new Date(since).toISOString() },
  });
  await keepForSweep(fleet, [event], { ledger, clock });
}
