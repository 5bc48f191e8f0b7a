import * as z from "zod";
import { fleetSchema } from "./fleet.ts";

type JsonSchema = z.core.JSONSchema.JSONSchema;

/** A declaration's shape as JSON Schema (draft 2020-12), as editors and `fleets/fleet.schema.json` use it. */
export const fleetJsonSchema = (): JsonSchema => ({
  ...z.toJSONSchema(fleetSchema, { io: "input", override: ({ jsonSchema }) => asArray(jsonSchema) }),
  patternProperties: {
    "^x-": {
      description:
        "Your own: what stands here declares nothing. Anchors go here, to be merged in by <<: *defaults.",
    },
  },
});

/** Editors do not know `prefixItems`, and call a good pair wrong: both of a pair are of one kind, so it is a list of two. */
function asArray(schema: JsonSchema): void {
  const { prefixItems } = schema;
  if (prefixItems === undefined) return;
  delete schema.prefixItems;
  const [items] = prefixItems;
  Object.assign(schema, { items, minItems: prefixItems.length, maxItems: prefixItems.length });
}

let schema: JsonSchema | undefined;

/**
 * The keys a declaration may have at `path`, given what it has there: where there are several kinds, of the one that has
 * all it must have, else of all.
 */
export function knownKeys(path: readonly (string | number)[], declaration: unknown): string[] {
  const kinds = kindsAt(path, declaration);
  const whole = kinds.filter(({ isWhole }) => isWhole);
  return [...new Set((whole.length > 0 ? whole : kinds).flatMap(({ known }) => known))];
}

interface Kind {
  readonly known: readonly string[];
  /** Those of them that must be there. */
  readonly required: readonly string[];
  /** All of these are there. */
  readonly isWhole: boolean;
}

/** The kinds of what a declaration has at `path`, with their keys, in the order of the shape; one where there is no choice. */
export function kindsAt(path: readonly (string | number)[], declaration: unknown): Kind[] {
  schema ??= fleetJsonSchema();
  let found: JsonSchema[] = [schema];
  let value: unknown = declaration;
  for (const segment of path) {
    found = alternatives(found, value).flatMap((each) => childSchemas(each, segment));
    value =
      isRecord(value) || Array.isArray(value)
        ? (value as Record<string | number, unknown>)[segment]
        : undefined;
  }
  const there = value;
  return alternatives(found, there).map(({ properties = {}, propertyNames, required = [] }) => ({
    known: [...Object.keys(properties), ...namesOf(propertyNames)],
    required,
    isWhole: isRecord(there) && required.every((key) => Object.hasOwn(there, key)),
  }));
}

/** Of a set of keys that are all of one shape. */
const namesOf = (names: unknown): string[] =>
  isSchema(names) ? (names.enum ?? []).map((each) => String(each)) : [];

/** Of several kinds (`oneOf`, `anyOf`), those whose fixed properties (`kind`, `strategy`) the value does not contradict. */
function alternatives(schemas: readonly JsonSchema[], value: unknown): JsonSchema[] {
  return schemas.flatMap((each) => {
    const kinds = [...(each.oneOf ?? []), ...(each.anyOf ?? [])].filter(isSchema);
    if (kinds.length === 0) return [each];
    const fitting = kinds.filter((kind) => !contradicts(kind, value));
    return alternatives(fitting.length > 0 ? fitting : kinds, value);
  });
}

function contradicts(kind: JsonSchema, value: unknown): boolean {
  if (!isRecord(value)) return false;
  return Object.entries(kind.properties ?? {}).some(
    ([key, property]) => isSchema(property) && property.const !== undefined && value[key] !== property.const,
  );
}

function childSchemas(parent: JsonSchema, segment: string | number): JsonSchema[] {
  const child = typeof segment === "number" ? parent.items : parent.properties?.[segment];
  return (Array.isArray(child) ? child : [child]).filter(isSchema);
}

function isSchema(value: unknown): value is JsonSchema {
  return isRecord(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
