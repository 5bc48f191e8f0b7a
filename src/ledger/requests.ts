import * as z from "zod";
import { type ReplacementRequest, replacementRequest } from "../domain/run/replacement-request.ts";
import { fleetPartition } from "./keys.ts";
import type { Ledger } from "./ledger.ts";
import { defineRecord } from "./stored.ts";

const record = defineRecord({
  kind: "waiting request",
  schema: 1,
  shape: z.strictObject({ request: replacementRequest.nullable() }),
});

const keyOf = (fleet: string) => ({ partition: fleetPartition(fleet), sort: "waiting-request" });

/** The one request that waits for the fleet to be free, or undefined. */
export async function waitingRequest(ledger: Ledger, fleet: string): Promise<ReplacementRequest | undefined> {
  const item = await ledger.get(keyOf(fleet));
  return (item && record.parse(item).request) ?? undefined;
}

/**
 * Puts a request in the fleet's one waiting place. Newest wins: it takes the place of an older one, and is dropped if
 * a newer one waits. Answers what the request displaced or gave way to. Throws LedgerConflict on a race: try again.
 */
export async function putWaiting(
  ledger: Ledger,
  fleet: string,
  request: ReplacementRequest,
): Promise<{ readonly placed: boolean; readonly other: ReplacementRequest | undefined }> {
  const item = await ledger.get(keyOf(fleet));
  const other = (item && record.parse(item).request) ?? undefined;
  if (other !== undefined && other.at > request.at) return { placed: false, other };
  await ledger.put(record.write(keyOf(fleet), { request }), item?.revision ?? "absent");
  return { placed: true, other };
}

/** Takes a request out of its place, if it still is the one that waits; a newer one stays. Throws LedgerConflict. */
export async function removeWaiting(
  ledger: Ledger,
  fleet: string,
  request: ReplacementRequest,
): Promise<void> {
  const item = await ledger.get(keyOf(fleet));
  const waiting = item && record.parse(item).request;
  if (item === undefined || waiting?.at !== request.at || waiting.by !== request.by) return;
  await ledger.put(record.write(keyOf(fleet), { request: null }), item.revision);
}
