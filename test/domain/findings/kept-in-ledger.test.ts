import { expect, test } from "vitest";
import { standsAfter } from "../../../src/domain/findings/changed-findings.ts";
import { finding as schema } from "../../../src/domain/findings/finding.ts";
import { actedOn } from "../../../src/domain/findings/returned.ts";
import { stormKey } from "../../../src/domain/findings/storms.ts";
import { finding } from "../../support/domain/findings.ts";

test("what stands after a change is what was left alone, and what was written", () => {
  const [kept, changed, over] = ["i-1", "i-2", "i-3"].map((server) => finding({ server }));
  const put = [finding({ server: "i-2", observed: "yours" }), finding({ server: "i-4" })];
  const standing = [kept, changed, over].flatMap((each) => each ?? []);
  const lift = over === undefined ? [] : [over];
  expect(standsAfter(standing, { put, lift })).toEqual([kept, ...put]);
  expect(standsAfter(standing, { put: [], lift: [] })).toEqual(standing);
});

test("a finding of each kind is read as it was written, and one that no scan makes is not", () => {
  for (const kind of ["age", "drift", "access", "health"] as const)
    expect(schema.parse(finding({ kind, generation: 7, absentIn: 1 }))).toMatchObject({
      kind,
      generation: 7,
      absentIn: 1,
    });
  const wrong = [{ kind: "" }, { generation: 0 }, { absentIn: -1 }];
  expect(wrong.map((each) => schema.safeParse({ ...finding(), ...each }).success)).toEqual([
    false,
    false,
    false,
  ]);
});

test("one of before there were such fields was neither absent nor published", () => {
  const { absentIn: _absent, isPublished: _published, ...older } = finding();
  expect(schema.parse(older)).toMatchObject({ absentIn: 0, isPublished: false });
});

test("what servers were replaced for is read as it was written, and nothing else is", () => {
  const known = { field: "key pair", observed: "mine", image: "ami-0aaa", templateVersion: 7, at: 1 };
  expect(actedOn.parse(known)).toEqual(known);
  expect(
    [actedOn.safeParse({}), actedOn.safeParse({ ...known, more: 1 })].map(({ success }) => success),
  ).toEqual([false, false]);
});

test("an age is of a storm when it was due for more than an hour before it was found", () => {
  const found = (since: number) => stormKey(finding({ kind: "age", dueAt: 10_000_000, since }));
  expect([found(13_600_000), found(13_600_001), found(10_000_000)]).toEqual([null, "age", null]);
});
