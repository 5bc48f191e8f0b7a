import * as z from "zod";
import { imageId } from "../domain/image-id.ts";
import { alsoTaken, NOTHING_WANTED, type Wanted, wanted } from "../domain/decide/wanted.ts";
import { againOnConflict } from "./conflict.ts";
import { fleetPartition } from "./keys.ts";
import type { Ledger, LedgerItem, LedgerKey } from "./ledger.ts";
import { defineRecord } from "./stored.ts";

const record = defineRecord({ kind: "wanted", schema: 1, shape: wanted });

const keyOf = (fleet: string): LedgerKey => ({ partition: fleetPartition(fleet), sort: "wanted" });

/** What the fleet should be; where nobody has written that yet, what of it can be made of an older ledger. */
export async function readWanted(ledger: Ledger, fleet: string): Promise<Wanted> {
  return valueOf(await ledger.get(keyOf(fleet)), ledger, fleet);
}

/**
 * Changes what the fleet should be. `change` answers the new value, or the one it was given when there is nothing to
 * change: then nothing is written. It runs again when somebody else wrote first. Returns what is wanted now.
 */
export async function changeWanted(
  ledger: Ledger,
  fleet: string,
  change: (before: Wanted) => Wanted,
): Promise<{ readonly wanted: Wanted; readonly changed: boolean }> {
  return againOnConflict(async () => {
    const item = await ledger.get(keyOf(fleet));
    const before = await valueOf(item, ledger, fleet);
    const after = change(before);
    if (after === before) return { wanted: before, changed: false };
    await ledger.put(record.write(keyOf(fleet), after), item?.revision ?? "absent");
    return { wanted: after, changed: true };
  });
}

async function valueOf(item: LedgerItem | undefined, ledger: Ledger, fleet: string): Promise<Wanted> {
  return item === undefined ? fromWaitingRequest(await waitingRequest(ledger, fleet)) : record.parse(item);
}

/** As much of a request that waits in a ledger of 0.1.0 as says what a person wanted. */
const waiting = z.object({
  request: z.object({
    reason: z.string(),
    image: z.string().nullable(),
    force: z.boolean(),
    by: z.string().min(1),
    at: z.number(),
    evidence: z.object({ reason: z.string().min(1).optional(), queuedBy: z.string().optional() }),
  }),
});

async function waitingRequest(ledger: Ledger, fleet: string): Promise<unknown> {
  return (await ledger.get({ partition: fleetPartition(fleet), sort: "waiting-request" }))?.body;
}

/**
 * A person's image becomes a pin and force an instant before which servers were launched. What an event asked for is read
 * again from AWS. The place itself is left as it is: it counts until something is wanted, and no longer.
 */
function fromWaitingRequest(body: unknown): Wanted {
  const parsed = waiting.safeParse(body);
  if (!parsed.success) return NOTHING_WANTED;
  const { reason: kind, image, force, by, at, evidence } = parsed.data.request;
  if (kind !== "operator") return NOTHING_WANTED;
  const said = { by, reason: evidence.reason ?? `asked for by ${by}`, at };
  const isImage = imageId.safeParse(image).success;
  return {
    ...NOTHING_WANTED,
    pin: image !== null && isImage ? { ...said, image, until: null, insteadOf: null } : null,
    launchedBefore: force ? { ...said, instant: at } : null,
    taken: alsoTaken([], evidence.queuedBy ?? "0.1.0"),
  };
}
