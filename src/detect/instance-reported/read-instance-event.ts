import * as z from "zod";
import { toDotPath } from "zod/v4/core";
import { CLAIMED, type InstanceEvent } from "./claim.ts";

/** Whoever puts an event on the bus may make any of its texts as long as all of it: these go into the ledger. */
const short = z.string().min(1).max(256);
/** What is said about an event has at most so many characters. */
const LONGEST_REASON = 500;

const envelope = z.object({
  id: short,
  source: short,
  "detail-type": short,
  account: z.string().regex(/^\d{12}$/, "must be 12 digits"),
  region: short,
  time: z.iso.datetime(),
});

const said = z.object({
  detail: z.object({
    instance: z
      .string()
      .regex(/^i-([0-9a-f]{8}|[0-9a-f]{17})$/, "must be an instance id such as i-0123456789abcdef0"),
    /** Where the server is, when it need not be where the event was put. */
    region: short.optional(),
  }),
});

/** Reads an event of EventBridge as a claim about a server. Never throws: what is wrong is the answer. */
export function readInstanceEvent(event: unknown): InstanceEvent {
  const head = envelope.safeParse(event);
  if (!head.success) return malformed(idOf(event), head.error);
  const { id: eventId, source, account, time, "detail-type": type } = head.data;
  const says = CLAIMED.find((each) => each === type);
  if (says === undefined) {
    const reason = `"${type}" says nothing of a server; known are ${CLAIMED.join(", ")}`;
    return { kind: "ignored", eventId, reason: reason.slice(0, LONGEST_REASON) };
  }
  const read = said.safeParse(event);
  if (!read.success) return malformed(eventId, read.error);
  const { instance, region = head.data.region } = read.data.detail;
  const claim = { eventId, source, account, region, saidAt: Date.parse(time), says, instance };
  return { kind: "claim", claim };
}

function malformed(eventId: string | null, { issues }: z.ZodError): InstanceEvent {
  const faults = issues.map(({ path, message }) => `${toDotPath(path) || "event"}: ${message}`);
  return { kind: "malformed", eventId, reason: faults.join("; ").slice(0, LONGEST_REASON) };
}

function idOf(event: unknown): string | null {
  const parsed = z.object({ id: short }).safeParse(event);
  return parsed.success ? parsed.data.id : null;
}
