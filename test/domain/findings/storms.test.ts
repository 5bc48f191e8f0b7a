import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Finding } from "../../../src/domain/findings/finding.ts";
import { stormKey, stormsAmong } from "../../../src/domain/findings/storms.ts";
import { finding } from "../../support/domain/findings.ts";

const HOUR = 3_600_000;
const on = (fleets: number, special: Partial<Finding> = {}) =>
  Array.from({ length: fleets }, (_, index) => ({ fleet: `fleet-${index}`, finding: finding(special) }));
const STORM = { key: "drift#key pair#mine", kind: "drift", field: "key pair", observed: "mine" };

describe("the same on many fleets", () => {
  test.each([
    ["on five of twenty-four", 5, 24, 5],
    ["on five of twenty-five, which are a fifth and no more", 5, 25, null],
    ["on six of twenty-five", 6, 25, 6],
    ["on four of four", 4, 4, null],
    ["on five of five", 5, 5, 5],
    ["on none", 0, 0, null],
  ])("%s", (_what, fleets, all, expected) => {
    expect(stormsAmong(on(fleets), all)).toEqual(expected === null ? [] : [{ ...STORM, fleets: expected }]);
  });

  test("a fleet counts once, however many of its servers have it", () => {
    const many = Array.from({ length: 9 }, (_, index) => finding({ server: `i-${index}` }));
    expect(
      stormsAmong(
        many.map((each) => ({ fleet: "web", finding: each })),
        9,
      ),
    ).toEqual([]);
  });

  test("another value, another field or another kind is another storm", () => {
    const all = [
      ...on(3),
      ...on(3, { observed: "yours" }),
      ...on(3, { field: "image" }),
      ...on(3, { kind: "access" }),
    ];
    expect(stormsAmong(all, 5)).toEqual([]);
    const two = [...on(5), ...on(5, { observed: "yours" })];
    expect(stormsAmong(two, 5).map(({ observed }) => observed)).toEqual(["mine", "yours"]);
  });

  test("what is only reported or waits for an approval is none", () => {
    expect(stormsAmong([...on(9, { mode: "report" }), ...on(9, { mode: "approve" })], 9)).toEqual([]);
  });
});

describe("ages", () => {
  const aged = (late: number) => ({ kind: "age" as const, field: "age", dueAt: 0, since: late });

  test("that come with time are none, however many", () => {
    expect(stormsAmong(on(9, aged(HOUR)), 9)).toEqual([]);
    expect(stormKey(finding(aged(0)))).toBeNull();
  });

  test("that are found long after they were due were made due by a declaration: one storm of all of them", () => {
    const all = on(9, aged(HOUR + 1)).map(({ fleet, finding: each }, index) => ({
      fleet,
      finding: { ...each, observed: `launched ${index}`, since: each.since + index },
    }));
    expect(stormsAmong(all, 9)).toEqual([{ key: "age", kind: "age", field: "age", observed: "", fleets: 9 }]);
  });
});

test("property: the order of what stands does not matter", () => {
  const standing = fc.array(
    fc.record({
      fleet: fc.integer({ min: 1, max: 9 }).map(String),
      finding: fc
        .record({
          observed: fc.constantFrom("mine", "yours"),
          mode: fc.constantFrom("replace" as const, "report" as const),
        })
        .map(finding),
    }),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(standing, fc.integer({ min: 9, max: 40 }), (all, fleets) => {
      const byKey = (found: ReturnType<typeof stormsAmong>) => new Map(found.map((each) => [each.key, each]));
      expect(byKey(stormsAmong(all.toReversed(), fleets))).toEqual(byKey(stormsAmong(all, fleets)));
    }),
  );
});
