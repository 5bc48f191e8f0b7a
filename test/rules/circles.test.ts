import { expect, test } from "vitest";
import { circlesOf, type Graph } from "./components.ts";
import { importsIn, sources, textOf } from "./tree.ts";

const literal = (edges: Readonly<Record<string, readonly string[]>>): Graph => new Map(Object.entries(edges));

test("a graph without a circle has none", () => {
  expect(circlesOf(literal({ a: ["b", "c"], b: ["c"], c: [] }))).toEqual([]);
  expect(circlesOf(literal({ a: ["outside"], b: ["a", "node:fs"] }))).toEqual([]);
});

test("circles are found wherever they are, each with all of its members", () => {
  expect(circlesOf(literal({ a: ["b"], b: ["a"] }))).toEqual([["a", "b"]]);
  expect(circlesOf(literal({ in: ["x"], z: ["x"], y: ["z", "out"], x: ["y"], out: [] }))).toEqual([
    ["x", "y", "z"],
  ]);
  const two = { a: ["b"], b: ["a", "c"], c: ["d"], d: ["e"], e: ["c", "f"], f: [] };
  expect(circlesOf(literal(two))).toEqual([
    ["a", "b"],
    ["c", "d", "e"],
  ]);
  // Two rings that share a node are one circle.
  expect(circlesOf(literal({ a: ["b", "d"], b: ["c"], c: ["a", "d"], d: ["b"] }))).toEqual([
    ["a", "b", "c", "d"],
  ]);
});

/** What each of these files imports, types included. */
const importsOf = (texts: ReadonlyMap<string, string>): Graph =>
  new Map([...texts].map(([path, text]) => [path, importsIn(path, text).map(({ to }) => to)]));

test("a circle of types alone is one, also over an export and an import at run time", () => {
  const texts = new Map([
    ["src/a.ts", 'import type { B } from "./b.ts";'],
    ["src/b.ts", 'export { c } from "./deep/c.ts";'],
    ["src/deep/c.ts", 'const a = await import("../a.ts");'],
    ["src/d.ts", 'import { a } from "./a.ts";'],
  ]);
  expect(circlesOf(importsOf(texts))).toEqual([["src/a.ts", "src/b.ts", "src/deep/c.ts"]]);
});

test("no file needs a file that needs it, not even for a type", () => {
  const graph = importsOf(new Map(sources.map((path) => [path, textOf(path)])));
  expect([...graph.values()].flat().length).toBeGreaterThan(2000);
  expect(circlesOf(graph).map((circle) => circle.join(", "))).toEqual([]);
});
