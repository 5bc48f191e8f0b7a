import type { PublishedEvent } from "../../src/ledger/outbox/published.ts";
import type { eventFeed } from "../../src/views/events/event-feed.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import type { Session } from "../session/session.ts";
import { eventLines } from "./event-lines.ts";

/** A query of a few items; an event is seen so long after the bus took it. */
const POLL_MS = 2000;

/** Prints each event as it is published, until the person leaves: as lines, or each as a line of JSON. */
export async function followEvents(
  session: Session,
  {
    feed,
    newest,
  }: { readonly feed: ReturnType<typeof eventFeed>; readonly newest: readonly PublishedEvent[] },
): Promise<ExitCode> {
  const { clock } = await session.plane();
  session.whenLeft("Nothing depends on this view.");
  for (let events = newest; ; events = await feed.next()) {
    for (const event of events) session.answer("event", event, eventLines(event));
    await clock.sleep(POLL_MS, session.left);
    if (session.left.aborted) return exitCodes.detached;
  }
}
