import { readTimestamp, timestampFormat, writeTimestamp } from "./scalar.ts";
import { treeReader, treeWriter, wrongKind } from "./shape-tree.ts";

/**
 * Reads a parsed JSON value by its schema: timestamps become dates and blobs bytes; members that are null are left out.
 * Throws MalformedInput for a member that the schema does not have, or a value of another kind.
 */
export const readJson = treeReader((schema, value, where) => {
  if (schema.isTimestampSchema()) return readTimestamp(value as string | number, where);
  if (schema.isBlobSchema()) return new Uint8Array(Buffer.from(String(value), "base64"));
  if (schema.isStringSchema() && typeof value !== "string") throw wrongKind(where, "a string");
  if (schema.isNumericSchema() && typeof value !== "number") throw wrongKind(where, "a number");
  if (schema.isBooleanSchema() && typeof value !== "boolean") throw wrongKind(where, "a boolean");
  return value;
});

/** The value as JSON by its schema. Throws when it has a member that the schema does not. */
export const writeJson = treeWriter((schema, value) => {
  if (schema.isTimestampSchema()) return writeTimestamp(schema, value as Date, timestampFormat.epochSeconds);
  if (schema.isBlobSchema()) return Buffer.from(value as Uint8Array).toString("base64");
  return value;
});
