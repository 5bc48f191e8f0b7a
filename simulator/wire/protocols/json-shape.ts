import type { NormalizedSchema } from "@smithy/core/schema";
import { MalformedInput } from "../malformed-input.ts";
import { readTimestamp, timestampFormat, writeTimestamp } from "./scalar.ts";

type Json = Readonly<Record<string, unknown>>;

/**
 * Reads a parsed JSON value by its schema: timestamps become dates and blobs bytes; members that are null are left out.
 * Throws MalformedInput for a member that the schema does not have, or a value of another kind.
 */
export function readJson(schema: NormalizedSchema, value: unknown, where = ""): unknown {
  if (schema.isStructSchema()) return readStruct(schema, value, where);
  if (schema.isListSchema()) {
    if (!Array.isArray(value)) throw wrongKind(where, "a list");
    const item = schema.getValueSchema();
    return value.map((each, index) => readJson(item, each, `${where}[${index}]`));
  }
  if (schema.isMapSchema()) {
    const item = schema.getValueSchema();
    const entries = Object.entries(object(value, where));
    return Object.fromEntries(entries.map(([key, each]) => [key, readJson(item, each, `${where}.${key}`)]));
  }
  return readLeaf(schema, value, where);
}

function readStruct(schema: NormalizedSchema, value: unknown, where: string): Json {
  const given = object(value, where);
  const members = schema.getMemberSchemas();
  const struct: Record<string, unknown> = {};
  for (const [name, each] of Object.entries(given)) {
    const at = where === "" ? name : `${where}.${name}`;
    const member = Object.hasOwn(members, name) ? members[name] : undefined;
    if (!member) throw new MalformedInput(`The parameter ${at} is not recognized.`);
    if (each !== null) struct[name] = readJson(member as NormalizedSchema, each, at);
  }
  return struct;
}

function readLeaf(schema: NormalizedSchema, value: unknown, where: string): unknown {
  if (schema.isTimestampSchema()) return readTimestamp(value as string | number, where);
  if (schema.isBlobSchema()) return new Uint8Array(Buffer.from(String(value), "base64"));
  if (schema.isStringSchema() && typeof value !== "string") throw wrongKind(where, "a string");
  if (schema.isNumericSchema() && typeof value !== "number") throw wrongKind(where, "a number");
  if (schema.isBooleanSchema() && typeof value !== "boolean") throw wrongKind(where, "a boolean");
  return value;
}

/** The value as JSON by its schema. Throws when it has a member that the schema does not. */
export function writeJson(schema: NormalizedSchema, value: unknown): unknown {
  if (value === undefined || value === null) return undefined;
  if (schema.isStructSchema()) return writeStruct(schema, value as Json);
  if (schema.isListSchema()) {
    const item = schema.getValueSchema();
    return (value as readonly unknown[]).map((each) => writeJson(item, each));
  }
  if (schema.isMapSchema()) {
    const item = schema.getValueSchema();
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, writeJson(item, each)]));
  }
  if (schema.isTimestampSchema()) return writeTimestamp(schema, value as Date, timestampFormat.epochSeconds);
  if (schema.isBlobSchema()) return Buffer.from(value as Uint8Array).toString("base64");
  return value;
}

function writeStruct(schema: NormalizedSchema, value: Json): Json {
  const members = schema.getMemberSchemas();
  const struct: Record<string, unknown> = {};
  for (const [name, each] of Object.entries(value)) {
    const member = Object.hasOwn(members, name) ? members[name] : undefined;
    if (!member) throw new TypeError(`${schema.getName()} has no member ${name}.`);
    struct[name] = writeJson(member as NormalizedSchema, each);
  }
  return struct;
}

function object(value: unknown, where: string): Json {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw wrongKind(where, "an object");
  return value as Json;
}

const wrongKind = (where: string, kind: string): MalformedInput =>
  new MalformedInput(`The value at '${where}' is not ${kind}.`);
