import type { NormalizedSchema } from "@smithy/core/schema";
import { timestampFormat, writeTimestamp } from "./scalar.ts";

/**
 * The members of `value`, as XML elements named as the schema says. Members that are undefined or null are left out; an
 * empty list is present as an empty element, as AWS shows it.
 * Throws when `value` has a member that the schema does not: an answer no client could read.
 */
export function xmlMembers(schema: NormalizedSchema, value: object): string {
  const given = value as Readonly<Record<string, unknown>>;
  let xml = "";
  let written = 0;
  for (const [name, member] of schema.structIterator()) {
    const item = given[name];
    if (name in given) written++;
    if (item === undefined || item === null) continue;
    xml += xmlMember(elementName(member, name), member, item);
  }
  if (written < Object.keys(given).length) refuseStrangers(schema, given);
  return xml;
}

/** One element with its content. */
export const element = (name: string, content: string): string =>
  content === "" ? `<${name}/>` : `<${name}>${content}</${name}>`;

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
  "\r": "&#xD;",
  "\n": "&#xA;",
};

export const escapeXml = (text: string): string =>
  text.replace(/[&<>"'\r\n]/g, (sign) => ESCAPES[sign] ?? sign);

const elementName = (schema: NormalizedSchema, otherwise: string): string =>
  String(schema.getMergedTraits().xmlName ?? otherwise);

function xmlMember(name: string, schema: NormalizedSchema, value: unknown): string {
  if (schema.isListSchema()) return xmlList(name, schema, value as readonly unknown[]);
  if (schema.isMapSchema()) return xmlMap(name, schema, value as Readonly<Record<string, unknown>>);
  return element(name, xmlContent(schema, value));
}

function xmlContent(schema: NormalizedSchema, value: unknown): string {
  if (schema.isStructSchema()) return xmlMembers(schema, value as object);
  if (schema.isTimestampSchema()) {
    return String(writeTimestamp(schema, value as Date, timestampFormat.dateTime));
  }
  if (schema.isBlobSchema()) return Buffer.from(value as Uint8Array).toString("base64");
  return escapeXml(String(value));
}

function xmlList(name: string, schema: NormalizedSchema, items: readonly unknown[]): string {
  const item = schema.getValueSchema();
  const flat = Boolean(schema.getMergedTraits().xmlFlattened);
  const itemName = flat ? name : elementName(item, "member");
  const content = items.map((each) => xmlMember(itemName, item, each)).join("");
  return flat ? content : element(name, content);
}

function xmlMap(name: string, schema: NormalizedSchema, map: Readonly<Record<string, unknown>>): string {
  const keyName = elementName(schema.getKeySchema(), "key");
  const value = schema.getValueSchema();
  const valueName = elementName(value, "value");
  const flat = Boolean(schema.getMergedTraits().xmlFlattened);
  const entries = Object.entries(map).map(([key, each]) =>
    element(flat ? name : "entry", element(keyName, escapeXml(key)) + xmlMember(valueName, value, each)),
  );
  return flat ? entries.join("") : element(name, entries.join(""));
}

function refuseStrangers(schema: NormalizedSchema, value: Readonly<Record<string, unknown>>): void {
  const members = schema.getMemberSchemas();
  const stranger = Object.keys(value).find((name) => !(name in members) && value[name] !== undefined);
  if (stranger) throw new TypeError(`${schema.getName()} has no member ${stranger}.`);
}
