import { dirname } from "node:path";
import { expect, test } from "vitest";
import { files } from "./tree.ts";

/** The most files that one folder holds, so that its list can be read. */
const MOST_FILES = 15;

const PARTS = /^(src|chaos|simulator|cli|dashboard|bench|e2e|functions|rehearsal|scripts)\//;

/** `folder: number` of every folder that holds more than so many of these files, folders within it aside. */
function crowded(paths: readonly string[], most: number): string[] {
  const counts = new Map<string, number>();
  for (const path of paths) counts.set(dirname(path), (counts.get(dirname(path)) ?? 0) + 1);
  return [...counts].filter(([, count]) => count > most).map(([folder, count]) => `${folder}: ${count}`);
}

test("a crowded folder is found, and its folders count for themselves", () => {
  const paths = ["src/a/1.ts", "src/a/2.ts", "src/a/3.ts", "src/a/b/1.ts", "src/a/b/2.ts", "src/1.ts"];
  expect(crowded(paths, 2)).toEqual(["src/a: 3"]);
  expect(crowded(paths, 3)).toEqual([]);
});

test(`no folder holds more than ${MOST_FILES} source files`, () => {
  const ours = files.filter((path) => PARTS.test(path) && /\.(tsx?|mjs|cjs)$/.test(path));
  expect(ours.length).toBeGreaterThan(300);
  expect(crowded(ours, MOST_FILES)).toEqual([]);
});
