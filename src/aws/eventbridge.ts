import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { errorOfCode } from "../errors/aws-codes.ts";
import { wholeDetail } from "../domain/outbox/whole-detail.ts";
import type { OutgoingEvent } from "../domain/outbox/outbox.ts";
import type { ClientFactory } from "./clients.ts";

/** The SDK tries each call once: retries are the middleware's, in the clock that everything else runs in. */
export const eventBridgeClient: ClientFactory<"eventBridge"> = (settings) =>
  new EventBridgeClient({ ...settings, maxAttempts: 1 });

/** What is put on the bus in one call at most (aws-facts 2). */
const MAX_ENTRIES = 10;

/**
 * Publishes to the default bus, ten events a call, and answers of each whether the bus took it. It never throws: what was
 * not taken is kept by whoever asked, and sent again. `onRefused` hears why.
 */
export const busOf =
  (client: EventBridgeClient, onRefused: (event: OutgoingEvent, error: Error) => void = () => undefined) =>
  async (events: readonly OutgoingEvent[]): Promise<readonly boolean[]> => {
    const answers: boolean[] = [];
    for (let from = 0; from < events.length; from += MAX_ENTRIES) {
      const part = events.slice(from, from + MAX_ENTRIES);
      const errors = await putEvents(client, part).catch((error: unknown) => part.map(() => asError(error)));
      for (const [index, event] of part.entries()) {
        const error = errors[index] ?? null;
        if (error !== null) onRefused(event, error);
        answers.push(error === null);
      }
    }
    return answers;
  };

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

/** The call succeeds with failed entries inside (aws-facts 2): answers the error of each, null where it was taken. */
async function putEvents(
  client: EventBridgeClient,
  events: readonly OutgoingEvent[],
): Promise<readonly (Error | null)[]> {
  const { Entries = [], FailedEntryCount } = await client.send(
    new PutEventsCommand({
      Entries: events.map((event) => ({
        Source: "moult",
        DetailType: event.detailType,
        Detail: JSON.stringify(wholeDetail(event)),
      })),
    }),
  );
  return events.map(({ detailType }, index) => {
    const entry = Entries[index];
    if (FailedEntryCount === 0 || (entry !== undefined && entry.ErrorCode === undefined)) return null;
    // Also one that the answer says nothing of: it is sent again.
    const { ErrorCode = "InternalFailure", ErrorMessage = "no reason given" } = entry ?? {};
    return errorOfCode(`putting the event "${detailType}"`, ErrorCode, ErrorMessage);
  });
}
