import fc from "fast-check";
import { expect, test } from "vitest";
import { generation, groupName, targetGroupFields, targetGroupsOf } from "../../src/domain/generation.ts";

test.each([
  ["web", 1, "web-g0001"],
  ["web", 7, "web-g0007"],
  ["api-eu", 1234, "api-eu-g1234"],
  ["web", 12_345, "web-g12345"],
])("generation %s %i is named %s", (fleet, number, name) => {
  expect(groupName(fleet, number)).toBe(name);
});

test("names differ when numbers do, and fit where AWS takes them", () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[a-z][a-z0-9-]{0,29}$/),
      fc.integer({ min: 1, max: 1e9 }),
      fc.integer({ min: 1, max: 1e9 }),
      (fleet, one, other) => {
        expect(groupName(fleet, one) === groupName(fleet, other)).toBe(one === other);
        // A name of an Auto Scaling group has up to 255 characters.
        expect(groupName(fleet, one).length).toBeLessThanOrEqual(255);
      },
    ),
  );
});

test("a generation of the ledger is in a known state and was made from a numbered version", () => {
  const stored = {
    fleet: "web",
    number: 2,
    group: "web-g0002",
    template: { id: "lt-1", version: 4, baseVersion: 3, ownedByMoult: true },
    image: "ami-2",
    targetGroup: null,
    trafficPlace: null,
    state: "retained",
    reason: "kept",
    createdAt: 1,
    healthySeconds: null,
    expectations: null,
  };
  for (const state of ["launching", "live", "retiring", "retained", "gone"]) {
    expect(generation.safeParse({ ...stored, state }).success).toBe(true);
  }
  expect(generation.safeParse({ ...stored, state: "" }).success).toBe(false);
  const expectations = {
    image: { version: 1, expected: "ami-2" },
    "of-tomorrow": { version: 3, expected: [] },
  };
  expect(generation.parse({ ...stored, expectations })).toEqual({ ...stored, expectations });
  const unversioned = { image: { expected: "ami-2" } };
  expect(generation.safeParse({ ...stored, expectations: unversioned }).success).toBe(false);
  const template = { ...stored.template, baseVersion: 0 };
  expect(generation.safeParse({ ...stored, template }).success).toBe(false);
});

test("a generation has a target group of each pair, and a record of one says no more than it did", () => {
  expect(targetGroupFields([])).toEqual({ targetGroup: null });
  expect(targetGroupFields(["arn:a"])).toEqual({ targetGroup: "arn:a" });
  expect(targetGroupFields(["arn:a", "arn:c"])).toEqual({
    targetGroup: "arn:a",
    targetGroups: ["arn:a", "arn:c"],
  });
  expect(targetGroupsOf({ targetGroup: null })).toEqual([]);
  expect(targetGroupsOf({ targetGroup: "arn:a" })).toEqual(["arn:a"]);
  expect(targetGroupsOf({ targetGroup: "arn:a", targetGroups: ["arn:a", "arn:c"] })).toEqual([
    "arn:a",
    "arn:c",
  ]);
});
