import * as z from "zod";
import { wholeDetail } from "../../domain/outbox/whole-detail.ts";
import type { KeptEvent } from "../../domain/outbox/outbox.ts";
import { PUBLISHED_PARTITION } from "../keys.ts";
import type { Ledger } from "../ledger.ts";
import { heardUntil } from "../stores/retention.ts";
import { defineRecord } from "../stored.ts";

/** An event that the bus took, with the detail that it had there. */
export interface PublishedEvent {
  readonly id: string;
  /** When the bus took it, milliseconds since 1970, by the clock of who sent it. */
  readonly at: number;
  readonly detailType: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

const record = defineRecord<PublishedEvent>({
  kind: "published",
  schema: 1,
  shape: z.strictObject({
    id: z.string().min(1),
    at: z.int().min(0),
    detailType: z.string().min(1),
    detail: z.record(z.string(), z.unknown()),
  }),
});

const SORT_PREFIX = "event#";

/** Writes down what the bus took, all of one call at one instant. One that the bus took twice, with the same id, is there twice. */
export async function recordPublished(
  ledger: Ledger,
  events: readonly KeptEvent[],
  at: number,
): Promise<void> {
  const writes = events.map((event) => {
    const { id, detailType } = event;
    const key = {
      partition: PUBLISHED_PARTITION,
      sort: `${SORT_PREFIX}${String(at).padStart(15, "0")}#${id}`,
    };
    // Through JSON, as the bus had it: what is undefined was not sent.
    const detail = JSON.parse(JSON.stringify(wholeDetail(event)));
    return ledger.put(record.write(key, { id, at, detailType, detail }, heardUntil(at)), "any");
  });
  const failed = (await Promise.allSettled(writes)).find((each) => each.status === "rejected");
  if (failed !== undefined) throw failed.reason;
}

/** What was published, of all fleets, the newest first. */
export async function listPublished(ledger: Ledger, limit: number): Promise<PublishedEvent[]> {
  const items = await ledger.list(PUBLISHED_PARTITION, { prefix: SORT_PREFIX, limit, newestFirst: true });
  return items.map((item) => record.parse(item));
}
