import { expect, test } from "vitest";
import { declarationDiff } from "../../../src/domain/declaration/declaration-diff.ts";

test.each<[string, unknown, unknown, string[]]>([
  ["nothing", { bake: "15m", gates: [] }, { bake: "15m", gates: [] }, []],
  ["a value", { bake: "15m" }, { bake: "10m" }, ["  bake: 15m → 10m"]],
  [
    "a value within others",
    { retire: { drain: "5m" } },
    { retire: { drain: "0s" } },
    ["  retire.drain: 5m → 0s"],
  ],
  ["a key more", { fleet: "web" }, { fleet: "web", bake: "10m" }, ["+ bake: 10m"]],
  ["a key less", { fleet: "web", bake: "10m" }, { fleet: "web" }, ["- bake: 10m"]],
  [
    "an item of a list more",
    { gates: [{ kind: "http" }] },
    { gates: [{ kind: "http" }, { kind: "alarm", alarms: ["5xx"] }] },
    ["+ gates[1].kind: alarm", "+ gates[1].alarms[0]: 5xx"],
  ],
  ["the only item of a list less", { gates: ["http"] }, { gates: [] }, ["- gates[0]: http", "+ gates: []"]],
  ["what is not text", { size: 2, on: true }, { size: 3, on: null }, ["  size: 2 → 3", "  on: true → null"]],
  ["keys in another order", { a: 1, b: 2 }, { b: 2, a: 1 }, []],
  ["an empty set of keys", { drift: {} }, { drift: { tags: "auto" } }, ["- drift: {}", "+ drift.tags: auto"]],
])("%s", (_what, before, after, lines) => {
  expect(declarationDiff(before, after)).toEqual(lines);
});
