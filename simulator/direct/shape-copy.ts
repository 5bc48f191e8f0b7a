import type { NormalizedSchema } from "@smithy/core/schema";

/** Makes what the other side would hold after the value went over the wire: equal to it, and nobody else's. */
type Copy = (value: unknown) => unknown;
type CopyOf = (schema: NormalizedSchema) => Copy;

/** What of the empty arrives: forms cannot say an empty structure or map, and EC2's cannot say an empty list either. */
export type Empties = "all" | "lists" | "none";

/** How values that are shaped so are copied; worked out once for each schema. */
export function shapeCopies(empties: Empties): CopyOf {
  const known = new Map<unknown, Copy>();
  const copyOf: CopyOf = (schema) => {
    const key = schema.getSchema();
    const before = known.get(key);
    if (before) return before;
    // A structure may hold itself, so its members are looked at when it is first copied.
    let made: Copy | undefined;
    const copy: Copy = (value) => (made ??= copyMade(schema, empties, copyOf))(value);
    known.set(key, copy);
    return copy;
  };
  return copyOf;
}

function copyMade(schema: NormalizedSchema, empties: Empties, copyOf: CopyOf): Copy {
  if (schema.isUnitSchema()) return () => ({});
  if (schema.isStructSchema()) return structCopy(schema, copyOf, empties === "all");
  if (schema.isListSchema()) return listCopy(copyOf(schema.getValueSchema()), empties !== "none");
  if (schema.isMapSchema()) return mapCopy(copyOf(schema.getValueSchema()), empties === "all");
  if (schema.isTimestampSchema()) return (value) => new Date(value as Date);
  if (schema.isBlobSchema()) return (value) => new Uint8Array(value as Uint8Array);
  return schema.isStringSchema() ? String : (value) => value;
}

/** Members in the order of the schema, as they go over the wire. Throws for a member that the schema does not have. */
function structCopy(schema: NormalizedSchema, copyOf: CopyOf, keepEmpty: boolean): Copy {
  const members: [name: string, copy: Copy][] = [];
  for (const [name, member] of schema.structIterator()) members.push([name, copyOf(member)]);
  const names = new Set(members.map(([name]) => name));
  return (value) => {
    const given = value as Readonly<Record<string, unknown>>;
    for (const name in given) {
      if (!names.has(name)) throw new TypeError(`${schema.getName()} has no member ${name}.`);
    }
    const struct: Record<string, unknown> = {};
    let isEmpty = true;
    for (const [name, copy] of members) {
      const item = given[name];
      if (item === undefined || item === null) continue;
      const copied = copy(item);
      if (copied === undefined) continue;
      struct[name] = copied;
      isEmpty = false;
    }
    return isEmpty && !keepEmpty ? undefined : struct;
  };
}

const listCopy =
  (copy: Copy, keepEmpty: boolean): Copy =>
  (value) => {
    const items = value as readonly unknown[];
    return items.length === 0 && !keepEmpty ? undefined : items.map((item) => copy(item));
  };

const mapCopy =
  (copy: Copy, keepEmpty: boolean): Copy =>
  (value) => {
    const entries = Object.entries(value as object);
    if (entries.length === 0 && !keepEmpty) return undefined;
    return Object.fromEntries(entries.map(([key, item]) => [key, copy(item)]));
  };
