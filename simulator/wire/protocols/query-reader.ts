import type { NormalizedSchema } from "@smithy/core/schema";
import { MalformedInput } from "../malformed-input.ts";
import { readScalar } from "./scalar.ts";

/** The two dialects of form-encoded requests. They differ in how members are named and in how lists are numbered. */
type QueryDialect = "awsQuery" | "ec2Query";

/** A form's keys as a tree: `Tags.member.1.Key=a` is Tags → member → 1 → Key. */
interface Branch {
  text: string | undefined;
  readonly children: Map<string, Branch>;
}

const newBranch = (): Branch => ({ text: undefined, children: new Map() });

/** Parameters of the form that belong to the protocol, not to the operation. */
const ENVELOPE = new Set(["Action", "Version"]);

/**
 * Reads an operation's input from a form-encoded body.
 * Throws MalformedInput for a key that the schema has no member for, or a value of the wrong kind.
 */
export function readQuery(
  form: URLSearchParams,
  schema: NormalizedSchema,
  dialect: QueryDialect,
): Record<string, unknown> {
  const root = newBranch();
  for (const [key, text] of form) if (!ENVELOPE.has(key)) plant(root, key.split("."), text);
  if (schema.isUnitSchema()) return {};
  return readStruct({ schema, dialect, where: "" }, root);
}

function plant(root: Branch, path: readonly string[], text: string): void {
  let branch = root;
  for (const part of path) {
    let child = branch.children.get(part);
    if (!child) branch.children.set(part, (child = newBranch()));
    branch = child;
  }
  branch.text = text;
}

interface Place {
  readonly schema: NormalizedSchema;
  readonly dialect: QueryDialect;
  /** The key so far, for messages. */
  readonly where: string;
}

const inside = (place: Place, schema: NormalizedSchema, part: string): Place => ({
  schema,
  dialect: place.dialect,
  where: place.where === "" ? part : `${place.where}.${part}`,
});

function readStruct(place: Place, branch: Branch): Record<string, unknown> {
  const members = membersByKey(place.schema, place.dialect);
  const struct: Record<string, unknown> = {};
  for (const [key, child] of branch.children) {
    const member = members.get(key);
    const at = place.where === "" ? key : `${place.where}.${key}`;
    if (!member) throw new MalformedInput(`The parameter ${at} is not recognized.`);
    struct[member.name] = readValue(inside(place, member.schema, key), child);
  }
  return struct;
}

function readValue(place: Place, branch: Branch): unknown {
  const { schema } = place;
  if (schema.isListSchema()) return readList(place, branch);
  if (schema.isMapSchema()) return readMap(place, branch);
  if (schema.isStructSchema()) return readStruct(place, branch);
  if (branch.text === undefined) throw new MalformedInput(`The parameter ${place.where} is not recognized.`);
  return readScalar(schema, branch.text, place.where);
}

// `Names=` is an empty list; the members of `Names.member.1`, `Names.member.2` … are taken in the order of their numbers.
function readList(place: Place, branch: Branch): unknown[] {
  const item = place.schema.getValueSchema();
  const flat = place.dialect === "ec2Query" || Boolean(place.schema.getMergedTraits().xmlFlattened);
  const wrapper = String(item.getMergedTraits().xmlName ?? "member");
  const numbered = flat ? branch : branch.children.get(wrapper);
  if (!numbered || numbered.children.size === 0) {
    if (branch.text === "") return [];
    throw new MalformedInput(`The parameter ${place.where} is a list: its members are numbered.`);
  }
  return inOrder(numbered, place.where).map(([number, child]) =>
    readValue(inside(place, item, number), child),
  );
}

function readMap(place: Place, branch: Branch): Record<string, unknown> {
  const key = place.schema.getKeySchema();
  const value = place.schema.getValueSchema();
  const entries = place.schema.getMergedTraits().xmlFlattened ? branch : branch.children.get("entry");
  const map: Record<string, unknown> = {};
  for (const [number, entry] of entries ? inOrder(entries, place.where) : []) {
    const keyText = entry.children.get(String(key.getMergedTraits().xmlName ?? "key"))?.text;
    const valueBranch = entry.children.get(String(value.getMergedTraits().xmlName ?? "value"));
    if (keyText === undefined || !valueBranch) {
      throw new MalformedInput(`The entry ${place.where}.${number} lacks its key or its value.`);
    }
    map[keyText] = readValue(inside(place, value, number), valueBranch);
  }
  return map;
}

function inOrder(branch: Branch, where: string): [string, Branch][] {
  const entries = [...branch.children];
  const wrong = entries.find(([number]) => !/^\d+$/.test(number));
  if (wrong) throw new MalformedInput(`The parameter ${where}.${wrong[0]} is not recognized.`);
  return entries.sort(([a], [b]) => Number(a) - Number(b));
}

interface Member {
  readonly name: string;
  readonly schema: NormalizedSchema;
}

type MembersOfStructs = WeakMap<object, Map<string, Member>>;
const knownMembers: Readonly<Record<QueryDialect, MembersOfStructs>> = {
  awsQuery: new WeakMap(),
  ec2Query: new WeakMap(),
};

function membersByKey(schema: NormalizedSchema, dialect: QueryDialect): Map<string, Member> {
  const cache = knownMembers[dialect];
  const struct = schema.getSchema() as unknown as object;
  let members = cache.get(struct);
  if (!members) {
    members = new Map();
    for (const [name, member] of schema.structIterator()) {
      members.set(queryKey(name, member, dialect), { name, schema: member });
    }
    cache.set(struct, members);
  }
  return members;
}

function queryKey(name: string, member: NormalizedSchema, dialect: QueryDialect): string {
  const traits = member.getMergedTraits();
  const key = String(traits.xmlName ?? name);
  if (dialect === "awsQuery") return key;
  const { ec2QueryName } = traits;
  return typeof ec2QueryName === "string" ? ec2QueryName : key.charAt(0).toUpperCase() + key.slice(1);
}
