import type { NormalizedSchema } from "@smithy/core/schema";
import { MalformedInput } from "../malformed-input.ts";

// Sentinels of timestamp schemas. `4` leaves the format to the protocol.
const DATE_TIME = 5;
const EPOCH_SECONDS = 7;

type TimestampFormat = typeof DATE_TIME | typeof EPOCH_SECONDS;
export const timestampFormat = { dateTime: DATE_TIME, epochSeconds: EPOCH_SECONDS } as const;

/** A timestamp as the schema, or else the protocol, wants it: `2026-11-20T10:00:00.000Z` or seconds since 1970. */
export function writeTimestamp(
  schema: NormalizedSchema,
  value: Date,
  whenOpen: TimestampFormat,
): string | number {
  const own = schema.getSchema();
  const format = own === DATE_TIME || own === EPOCH_SECONDS ? own : whenOpen;
  return format === EPOCH_SECONDS ? value.getTime() / 1000 : value.toISOString();
}

/** Reads a timestamp in either format: seconds since 1970 or an ISO date. */
export function readTimestamp(value: string | number, where: string): Date {
  const seconds = Number(value);
  const date = Number.isNaN(seconds) ? new Date(value) : new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) throw new MalformedInput(`'${value}' at '${where}' is not a timestamp.`);
  return date;
}

/** Reads a value given as text by the kind its schema says. */
export function readScalar(schema: NormalizedSchema, text: string, where: string): unknown {
  if (schema.isBooleanSchema()) return readBoolean(text, where);
  if (schema.isNumericSchema()) return readNumber(text, where);
  if (schema.isTimestampSchema()) return readTimestamp(text, where);
  if (schema.isBlobSchema()) return new Uint8Array(Buffer.from(text, "base64"));
  return text;
}

function readBoolean(text: string, where: string): boolean {
  const word = text.toLowerCase();
  if (word !== "true" && word !== "false")
    throw new MalformedInput(`'${text}' at '${where}' is not a boolean.`);
  return word === "true";
}

function readNumber(text: string, where: string): number {
  const number = text.trim() === "" ? Number.NaN : Number(text);
  if (Number.isNaN(number)) throw new MalformedInput(`'${text}' at '${where}' is not a number.`);
  return number;
}
