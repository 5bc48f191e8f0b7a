import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { withGates } from "../../scripts/generate-fleet-files.ts";
import { parseDeclaration } from "../../src/domain/declaration/declaration.ts";
import { fleetJsonSchema } from "../../src/domain/declaration/declaration-keys.ts";

const read = (name: string) => readFileSync(new URL(`../../fleets/${name}`, import.meta.url), "utf8");
const text = read("example.yml");

test("the example is a good declaration, and editors are told its schema", () => {
  expect(parseDeclaration(text, "example.yml").fleet).toMatchObject({
    fleet: "web",
    bake: 900,
    retire: { warm: 3600 },
  });
  expect(text.split("\n")[0]).toBe("# yaml-language-server: $schema=./fleet.schema.json");
});

test("the example names every key and every kind that the schema knows", () => {
  const words = new Set<string>();
  const collect = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    if (Array.isArray(node)) return node.forEach(collect);
    if ("properties" in node) for (const key of Object.keys(node.properties as object)) words.add(key);
    if ("const" in node) words.add(String(node.const));
    for (const child of Object.values(node)) collect(child);
  };
  collect(fleetJsonSchema());
  expect(words.size).toBeGreaterThan(40);
  expect([...words].filter((word) => !new RegExp(`(^|[^\\w-])${word}($|[^\\w-])`).test(text))).toEqual([]);
});

test("the committed JSON Schema and the gates of the example are current: else `npm run generate`", () => {
  expect(text).toBe(withGates(text));
  expect(JSON.parse(read("fleet.schema.json"))).toEqual(JSON.parse(JSON.stringify(fleetJsonSchema())));
});

/** Where a schema has a property that says nothing of itself: in sets, items, and each of several kinds. */
function undescribed(node: unknown, path = ""): string[] {
  if (typeof node !== "object" || node === null) return [];
  if (Array.isArray(node)) return node.flatMap((each, index) => undescribed(each, `${path}<${index}>`));
  return Object.entries(node).flatMap(([key, child]) => {
    if (key !== "properties" && key !== "patternProperties") return undescribed(child, `${path}/${key}`);
    return Object.entries(child as Record<string, { readonly description?: string }>).flatMap(
      ([name, property]) => [
        ...((property.description ?? "").length > 5 ? [] : [`${path}.${name}`]),
        ...undescribed(property, `${path}.${name}`),
      ],
    );
  });
}

test("every property of the schema says what it is", () => {
  expect(undescribed({ properties: { a: { anyOf: [{ properties: { b: { const: 1 } } }] } } })).toEqual([
    ".a",
    ".a/anyOf<0>.b",
  ]);
  expect(undescribed(fleetJsonSchema())).toEqual([]);
});

test("the schema has nothing that yaml-language-server does not know", () => {
  expect(JSON.stringify(fleetJsonSchema())).not.toMatch(
    /"(prefixItems|unevaluatedProperties|dependentSchemas|\$dynamicRef)"/,
  );
});
