import type { NormalizedSchema } from "@smithy/core/schema";
import { MalformedInput } from "../malformed-input.ts";

type Tree = Readonly<Record<string, unknown>>;

/** Reads a value that has no members of its own. Throws MalformedInput for one of another kind. */
type ReadLeaf = (schema: NormalizedSchema, value: unknown, where: string) => unknown;
type WriteLeaf = (schema: NormalizedSchema, value: unknown) => unknown;

/**
 * A reader of parsed trees by their schema; members that are null are left out.
 * What it answers throws MalformedInput for a member that the schema does not have, or a value of another kind.
 */
export function treeReader(readLeaf: ReadLeaf) {
  const read = (schema: NormalizedSchema, value: unknown, where = ""): unknown => {
    if (schema.isStructSchema()) return readStruct(schema, value, where);
    if (schema.isListSchema()) {
      if (!Array.isArray(value)) throw wrongKind(where, "a list");
      const item = schema.getValueSchema();
      return value.map((each, index) => read(item, each, `${where}[${index}]`));
    }
    if (schema.isMapSchema()) {
      const item = schema.getValueSchema();
      const entries = Object.entries(object(value, where));
      return Object.fromEntries(entries.map(([key, each]) => [key, read(item, each, `${where}.${key}`)]));
    }
    return readLeaf(schema, value, where);
  };
  const readStruct = (schema: NormalizedSchema, value: unknown, where: string): Tree => {
    const given = object(value, where);
    const members = schema.getMemberSchemas();
    const struct: Record<string, unknown> = {};
    for (const [name, each] of Object.entries(given)) {
      const at = where === "" ? name : `${where}.${name}`;
      const member = Object.hasOwn(members, name) ? members[name] : undefined;
      if (!member) throw new MalformedInput(`The parameter ${at} is not recognized.`);
      if (each !== null) struct[name] = read(member as NormalizedSchema, each, at);
    }
    return struct;
  };
  return read;
}

/** A writer of values as trees by their schema. What it answers throws when a value has a member that its schema does not. */
export function treeWriter(writeLeaf: WriteLeaf) {
  const write = (schema: NormalizedSchema, value: unknown): unknown => {
    if (value === undefined || value === null) return undefined;
    if (schema.isStructSchema()) return writeStruct(schema, value as Tree);
    if (schema.isListSchema()) {
      const item = schema.getValueSchema();
      return (value as readonly unknown[]).map((each) => write(item, each));
    }
    if (schema.isMapSchema()) {
      const item = schema.getValueSchema();
      return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, write(item, each)]));
    }
    return writeLeaf(schema, value);
  };
  const writeStruct = (schema: NormalizedSchema, value: Tree): Tree => {
    const members = schema.getMemberSchemas();
    const struct: Record<string, unknown> = {};
    for (const [name, each] of Object.entries(value)) {
      const member = Object.hasOwn(members, name) ? members[name] : undefined;
      if (!member) throw new TypeError(`${schema.getName()} has no member ${name}.`);
      const written = write(member as NormalizedSchema, each);
      if (written !== undefined) struct[name] = written;
    }
    return struct;
  };
  return write;
}

export const wrongKind = (where: string, kind: string): MalformedInput =>
  new MalformedInput(`The value at '${where}' is not ${kind}.`);

function object(value: unknown, where: string): Tree {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw wrongKind(where, "an object");
  return value as Tree;
}
