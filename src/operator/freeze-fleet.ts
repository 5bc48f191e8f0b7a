import { formatInstant } from "../domain/format-instant.ts";
import { actEvent } from "../domain/outbox/act-event.ts";
import type { OutgoingEvent } from "../domain/outbox/outbox.ts";
import { unfreezeCommand } from "../domain/outbox/proposed-commands.ts";
import { InvalidInput } from "../errors/errors.ts";
import { appendDecision } from "../ledger/entries.ts";
import { listFleetNames } from "../ledger/fleets.ts";
import { type Freeze, freeze } from "../ledger/freezes.ts";
import { keepForSweep, unlessUnreadable } from "../step/outbox/publish.ts";
import type { StepContext } from "../step/step.ts";

/**
 * Forbids every change to a fleet, or with null to all fleets. A freeze that is in force and lasts at least as long
 * stays as it is. Returns the freeze in force and the fleets that it is of. Throws InvalidInput where that is no fleet at all:
 * whoever freezes in an incident has the wrong ledger then, and the fleets go on.
 */
export async function freezeFleet(
  asked: {
    readonly fleet: string | null;
    readonly by: string;
    readonly reason: string;
    /** How long; null: until it is lifted. */
    readonly seconds: number | null;
    /** Whoever freezes says it otherwise. */
    readonly isReported?: true;
  },
  { ledger, clock }: Pick<StepContext, "ledger" | "clock">,
): Promise<Freeze & { readonly fleets: readonly string[] }> {
  const { fleet, by, reason, seconds } = asked;
  const fleets = fleet === null ? await listFleetNames(ledger) : [fleet];
  if (fleets.length === 0) {
    throw new InvalidInput(
      "no fleet is declared in this ledger, so nothing was frozen: name the ledger of your fleets",
    );
  }
  const now = clock.now();
  const until = seconds === null ? null : now + seconds * 1000;
  await appendDecision(ledger, { at: now, fleet, action: "freeze", reason, evidence: { until }, actor: by });
  const inForce = await freeze(ledger, { fleet, reason, by, since: now, until });
  // One that lasts longer stays as it is. Last: an outbox that cannot be read must keep nobody from freezing.
  const isNew = inForce.since === now && inForce.by === by;
  if (isNew && !asked.isReported)
    await unlessUnreadable(
      keepForSweep(fleet, [freezeEvent({ fleet, by, reason, until, now })], { ledger, clock }),
    );
  return { ...inForce, fleets };
}

function freezeEvent({
  fleet,
  by,
  reason,
  until,
  now,
}: Pick<Freeze, "by" | "reason" | "until"> & {
  readonly fleet: string | null;
  readonly now: number;
}): OutgoingEvent {
  const what = fleet === null ? "every fleet is frozen" : "frozen";
  const ends = until === null ? "until somebody lifts it" : `until ${formatInstant(until)}`;
  return actEvent("Freeze Set", {
    fleet,
    at: now,
    by,
    reason,
    sentence: `${what} by ${by}, ${ends}: ${reason}`,
    next: [unfreezeCommand(fleet ?? "", fleet === null ? "account" : "fleet")],
    more: { until: until === null ? null : new Date(until).toISOString() },
  });
}
