import {
  type KeptEvent,
  type Outbox,
  type OutgoingEvent,
  type Reading,
  unclaimed,
  withClaimed,
  withCleared,
  withKept,
  withReading,
  withSent,
} from "../../domain/outbox/outbox.ts";
import { LedgerCorrupt, LedgerTooNew } from "../../errors/errors.ts";
import { changeOutbox } from "../../ledger/outbox/outbox.ts";
import { recordPublished } from "../../ledger/outbox/published.ts";
import type { StepContext } from "../step.ts";

type Keeping = Pick<StepContext, "ledger" | "clock">;
type Publishing = Pick<StepContext, "ledger" | "clock" | "publish">;

/** Events of one fleet, or with null of the account, that are kept and still to be sent. */
export interface KeptFor {
  readonly fleet: string | null;
  readonly events: readonly KeptEvent[];
}

/**
 * Writes down that these events are to be published, and answers those that are new, with those that nobody is sending any more.
 * Called before what they tell of is written: who dies in between has said it to the outbox, and the next sweep sends it.
 */
export async function keepEvents(
  fleet: string | null,
  events: readonly OutgoingEvent[],
  { ledger, clock }: Keeping,
): Promise<KeptFor> {
  const now = clock.now();
  const kept = await changeOutbox(ledger, fleet, (each) => withKept(withClaimed(each, now), events, now));
  return { fleet, events: [...unclaimed(kept.before, now), ...addedBy(kept)] };
}

/** The same for who has no way to the bus: the next sweep sends them. */
export async function keepForSweep(
  fleet: string | null,
  events: readonly OutgoingEvent[],
  { ledger, clock }: Keeping,
): Promise<void> {
  const refused = events.map(({ id }) => id);
  await changeOutbox(ledger, fleet, (each) =>
    withSent(withKept(each, events, clock.now()), { taken: [], refused }),
  );
}

/** What must happen all the same happens where the outbox cannot be read: the sweep says so of the outbox itself. */
export async function unlessUnreadable(keeping: Promise<void>): Promise<void> {
  try {
    await keeping;
  } catch (error) {
    if (!(error instanceof LedgerCorrupt || error instanceof LedgerTooNew)) throw error;
  }
}

/** Takes an event back that was kept, and has not come to be. */
export async function dropKept(
  fleet: string | null,
  id: string,
  { ledger }: Pick<Keeping, "ledger">,
): Promise<void> {
  await changeOutbox(ledger, fleet, (each) => withSent(each, { taken: [id], refused: [] }));
}

const addedBy = ({
  before,
  after,
}: {
  readonly before: Outbox;
  readonly after: Outbox;
}): readonly KeptEvent[] => after.pending.slice(before.pending.length);

/**
 * Sends what is kept, marks what the bus took, and writes it down for who follows it. What it did not take stays, and is sent by the
 * next sweep.
 */
export async function sendKept(
  kept: readonly KeptFor[],
  { ledger, clock, publish }: Publishing,
): Promise<void> {
  const sending = kept.flatMap(({ fleet, events }) => events.map((event) => ({ fleet, event })));
  if (sending.length === 0) return;
  const answers = await publish(sending.map(({ event }) => event));
  const at = clock.now();
  for (const { fleet, events } of kept) {
    if (events.length === 0) continue;
    const idsOf = (isTaken: boolean): string[] =>
      sending.flatMap((each, index) =>
        each.fleet === fleet && (answers[index] === true) === isTaken ? [each.event.id] : [],
      );
    const sent = { taken: idsOf(true), refused: idsOf(false) };
    await changeOutbox(ledger, fleet, (each) => withSent(each, sent));
  }
  // Last: a mark that is missing sends an event a second time, and a line that is missing here is missed by who looks on.
  const taken = sending.flatMap(({ event }, index) => (answers[index] === true ? [event] : []));
  await recordPublished(ledger, taken, at);
}

/** Keeps events and sends them. One that was kept or sent before is not sent again. */
export async function publishOnce(
  fleet: string | null,
  events: readonly OutgoingEvent[],
  context: Publishing,
): Promise<void> {
  await sendKept([await keepEvents(fleet, events, context)], context);
}

/**
 * Takes down what a source has found that a person has to look at, and publishes what is new of it. Answers the new ones. What the
 * bus refused before is left to the sweep, which sends it once: a bus that is away is not asked by each source again.
 */
export async function publishFound(reading: Reading, context: Publishing): Promise<readonly KeptEvent[]> {
  const { ledger, clock } = context;
  const now = clock.now();
  const { fleet } = reading;
  const fresh = addedBy(await changeOutbox(ledger, fleet, (each) => withReading(each, reading, now)));
  await sendKept([{ fleet, events: fresh }], context);
  return fresh;
}

/** Writes down that what is over is to be published as that; answers what is new of it. */
export async function keepCleared(
  fleet: string | null,
  { ledger, clock }: Keeping,
): Promise<readonly KeptEvent[]> {
  const now = clock.now();
  return addedBy(await changeOutbox(ledger, fleet, (each) => withCleared(each, fleet, now)));
}

/** Claims what the bus has not taken and nobody is sending any more. */
export async function claimPending(
  fleet: string | null,
  outbox: Outbox,
  { ledger, clock }: Keeping,
): Promise<KeptFor> {
  const now = clock.now();
  if (unclaimed(outbox, now).length === 0) return { fleet, events: [] };
  const { before } = await changeOutbox(ledger, fleet, (each) => withClaimed(each, now));
  return { fleet, events: unclaimed(before, now) };
}
