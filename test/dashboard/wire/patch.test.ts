import fc from "fast-check";
import { expect, test } from "vitest";
import { type Json, patchOf, patched } from "../../../dashboard/wire/patch.ts";

/** Names of ours, and names that every object has already. */
const name = fc.constantFrom("a", "b", "c", "constructor", "toString", "__proto__");
const row = fc.record({
  id: name,
  value: fc.jsonValue({ maxDepth: 1 }),
});
const rows = fc.uniqueArray(row, { selector: ({ id }) => id });
const model = fc.dictionary(name, fc.oneof(rows, fc.jsonValue({ maxDepth: 2 })));

test("a patch makes of one model exactly the other", () => {
  fc.assert(
    fc.property(model, model, (before, after) => {
      const [from, to] = [before, after].map((each) => JSON.parse(JSON.stringify(each)) as Json);
      const patch = patchOf(from, to ?? null);
      expect(patch === null ? from : patched(from, JSON.parse(JSON.stringify(patch)))).toEqual(to);
    }),
  );
});

test("what did not change is not sent, and stays the same object", () => {
  const before = {
    list: [
      { id: "a", n: 1 },
      { id: "b", n: 2 },
    ],
    words: "x",
  };
  const patch = patchOf(before, {
    list: [
      { id: "a", n: 1 },
      { id: "b", n: 3 },
    ],
    words: "x",
  });
  expect(patch).toEqual({ keys: { list: { rows: { b: { keys: { n: { to: 3 } } } } } } });
  const after = patched(before, patch ?? { to: null }) as typeof before;
  expect(after.list[0]).toBe(before.list[0]);
  expect(patchOf(before, structuredClone(before))).toBeNull();
});

test("ten changed servers of five hundred take less than a kilobyte", () => {
  const servers = Array.from({ length: 500 }, (_, at) => ({ id: `i-${at}`, look: "healthy", zone: "a" }));
  const next = servers.map((each, at) => (at < 10 ? { ...each, look: "unhealthy" } : each));
  expect(JSON.stringify(patchOf({ servers }, { servers: next })).length).toBeLessThan(1000);
});
