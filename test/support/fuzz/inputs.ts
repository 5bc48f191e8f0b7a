import fc from "fast-check";
import { HOSTILE } from "../cli/hostile-words.ts";

const PIECES = [
  [
    "\u001B[31m",
    "\u001B]8;;http://x\u0007",
    "\u009B2J",
    "\u0007",
    "\r",
    "\n",
    "\t",
    "\u2028",
    "\u202E",
    "\u200B",
  ],
  [
    "\uFEFF",
    "\uD800",
    "\uDC00",
    "\u0085",
    "\u007F",
    "e\u0301\u0301\u0301",
    "猫",
    "👩‍💻",
    "\\u001b",
    "%0a",
    "{}",
    "[",
    ": ",
    "- ",
  ],
  [
    "..",
    "//",
    "&a",
    "*a",
    "!!",
    "__proto__",
    "constructor",
    "toString",
    "null",
    "NaN",
    "1e999",
    "-1",
    "0x10",
    HOSTILE,
  ],
].flat();

/** Words of somebody who means no good, also very many of them. */
export const words: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: "binary" })), { maxLength: 8 })
      .map((parts) => parts.join("")),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom(...PIECES, "x"), fc.integer({ min: 1, max: 20_000 }))
      .map(([piece, count]) => piece.repeat(count).slice(0, 50_000)),
  },
);

/** Anything that JSON can say. */
export const values: fc.Arbitrary<unknown> = fc.oneof(
  words,
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(null, true, 0, -1, 1.5, 2 ** 53, -0, "", [], {}, [[]], { a: { b: [] } }),
  fc.integer({ min: 1, max: 3000 }).map((length) => Array.from({ length }, (_, at) => at)),
);

interface Change {
  readonly at: number;
  readonly how: "set" | "drop" | "add";
  readonly key: string;
  readonly value: unknown;
}

/** The value with up to four of its parts changed, dropped or added to. */
export const mutated = (sample: unknown): fc.Arbitrary<unknown> =>
  fc
    .array(
      fc.record<Change>({
        at: fc.nat(),
        how: fc.constantFrom("set", "drop", "add"),
        key: fc.oneof(words, fc.constantFrom("__proto__", "id", "detail", "fleet", "schema", "length")),
        value: values,
      }),
      { maxLength: 4 },
    )
    .map((changes) => changes.reduce(changed, structuredClone(sample)));

function changed(whole: unknown, { at, how, key, value: given }: Change): unknown {
  // Of its own: the next change may be to it.
  const value = structuredClone(given);
  const places = placesIn(whole);
  const place = places[at % Math.max(1, places.length)];
  if (place === undefined) return value;
  const [parent, name] = place;
  const child = parent[name];
  if (how === "drop") delete parent[name];
  else if (how === "set") parent[name] = value;
  else if (typeof child === "object" && child !== null && !Array.isArray(child))
    Object.defineProperty(child, key, { value, enumerable: true, configurable: true, writable: true });
  return whole;
}

type Parent = Record<string, unknown>;

function placesIn(value: unknown): [Parent, string][] {
  if (typeof value !== "object" || value === null) return [];
  const parent = value as Parent;
  return Object.keys(parent).flatMap((key): [Parent, string][] => [[parent, key], ...placesIn(parent[key])]);
}
