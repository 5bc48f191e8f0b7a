import { InvalidInput, LedgerCorrupt } from "../../errors/errors.ts";
import type { LedgerKey, LedgerWrite } from "../ledger.ts";
import { nameOf } from "../stored.ts";

/** DynamoDB's limits; SQLite keeps them too, so that what is recorded locally can be recorded in AWS (aws-facts 1, DynamoDB: 400 KB item). */
const MAX_ITEM_BYTES = 400 * 1024;
const MAX_PARTITION_BYTES = 2048;
const MAX_SORT_BYTES = 1024;
/** Attribute names, three numbers and the write token count towards the item's size. */
const RESERVED_BYTES = 256;

/**
 * The body as JSON text: a DynamoDB map would end at 32 levels and 38 digits, text has neither limit.
 * Throws InvalidInput, naming the item, when the key or the whole item is too large to be stored, or not JSON.
 */
export function encodeBody(write: LedgerWrite): string {
  checkKey(write);
  const text = toJson(write);
  const bytes = RESERVED_BYTES + byteLength(write.partition) + byteLength(write.sort) + byteLength(text);
  if (bytes > MAX_ITEM_BYTES) {
    throw new InvalidInput(
      `${nameOf(write)} would take ${bytes} bytes, the ledger stores at most ${MAX_ITEM_BYTES}: record less evidence`,
    );
  }
  return text;
}

/** The body of stored text. Throws LedgerCorrupt when it is not the JSON text of an object. */
export function decodeBody(key: LedgerKey, text: string | undefined): Record<string, unknown> {
  let body: unknown;
  try {
    body = JSON.parse(text ?? "");
  } catch (error) {
    throw new LedgerCorrupt(`${nameOf(key)} has a body that is not JSON: look at the item`, error);
  }
  if (isObject(body)) return body;
  throw new LedgerCorrupt(`${nameOf(key)} has a body that is not a JSON object: look at the item`);
}

function checkKey(key: LedgerKey): void {
  checkKeyPart(key, "partition", MAX_PARTITION_BYTES);
  checkKeyPart(key, "sort", MAX_SORT_BYTES);
}

function checkKeyPart(key: LedgerKey, part: "partition" | "sort", most: number): void {
  const bytes = byteLength(key[part]);
  if (bytes > 0 && bytes <= most) return;
  throw new InvalidInput(
    `the ${part} of ${nameOf(key)} has ${bytes} bytes, the ledger takes 1 to ${most}: correct the key`,
  );
}

function toJson(write: LedgerWrite): string {
  try {
    return JSON.stringify(write.body);
  } catch (error) {
    throw new InvalidInput(`${nameOf(write)} has a body that is not plain JSON: correct the value`, {
      cause: error,
    });
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function byteLength(text: string): number {
  // Stryker disable next-line StringLiteral: an unknown encoding counts as utf8 as well.
  return Buffer.byteLength(text, "utf8");
}
