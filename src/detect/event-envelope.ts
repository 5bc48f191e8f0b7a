import * as z from "zod";
import { toDotPath } from "zod/v4/core";

/** Whoever puts an event on the bus may make any of its texts as long as all of it: these go into the ledger. */
export const short = z.string().min(1).max(256);
/** What is said about an event has at most so many characters. */
const LONGEST_REASON = 500;

/** What every event has (EventBridge's envelope). */
export const envelope = z.object({
  id: short,
  source: short,
  "detail-type": short,
  account: z.string().regex(/^\d{12}$/, "must be 12 digits"),
  region: short,
  time: z.iso.datetime(),
});
export type Envelope = z.infer<typeof envelope>;

/** An event that says nothing that matters, or cannot be read, with the reason. */
interface Unheard {
  readonly kind: "ignored" | "malformed";
  /** Null: it has none that can be read. */
  readonly eventId: string | null;
  readonly reason: string;
}

export const ignored = (eventId: string, reason: string): Unheard => ({
  kind: "ignored",
  eventId,
  reason: reason.slice(0, LONGEST_REASON),
});

export function malformed(eventId: string | null, { issues }: z.ZodError): Unheard {
  const faults = issues.map(({ path, message }) => `${toDotPath(path) || "event"}: ${message}`);
  return { kind: "malformed", eventId, reason: faults.join("; ").slice(0, LONGEST_REASON) };
}

/** The id of what is no event, as far as it has one. */
export function idOf(event: unknown): string | null {
  const parsed = z.object({ id: short }).safeParse(event);
  return parsed.success ? parsed.data.id : null;
}
