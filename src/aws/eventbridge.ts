import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { errorOfCode } from "../errors/aws-codes.ts";
import type { ClientFactory } from "./clients.ts";

/** The SDK tries each call once: retries are the middleware's, in the clock that everything else runs in. */
export const eventBridgeClient: ClientFactory<"eventBridge"> = (settings) =>
  new EventBridgeClient({ ...settings, maxAttempts: 1 });

interface BusEvent {
  readonly source: "moult";
  readonly detailType: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

/** Puts one event on the default bus. The call succeeds with failed entries inside (aws-facts 2): those are thrown. */
export async function putEvent(client: EventBridgeClient, event: BusEvent): Promise<void> {
  const { source, detailType, detail } = event;
  const answer = await client.send(
    new PutEventsCommand({
      Entries: [{ Source: source, DetailType: detailType, Detail: JSON.stringify(detail) }],
    }),
  );
  if ((answer.FailedEntryCount ?? 0) === 0) return;
  const { ErrorCode = "InternalFailure", ErrorMessage = "no reason given" } =
    answer.Entries?.find((entry) => entry.ErrorCode !== undefined) ?? {};
  throw errorOfCode(`putting the event "${detailType}"`, ErrorCode, ErrorMessage);
}
