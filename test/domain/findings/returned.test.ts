import { expect, test } from "vitest";
import { unlessReturned } from "../../../src/domain/findings/returned.ts";
import { finding } from "../../support/domain/findings.ts";

const MADE_OF = { image: "ami-0aaa", templateVersion: 3 };
const LAUNCHED = { ...MADE_OF, launchedAt: 3 };
const ACTED = { field: "key pair", observed: "mine", ...MADE_OF, at: 5 };

test("a drift that servers were replaced for by the same image and template is only reported, with what it needs", () => {
  const found = finding({ evidence: { drift: "key-pair" } });
  expect(unlessReturned(found, LAUNCHED, [{ ...ACTED, field: "image" }, ACTED])).toEqual(
    finding({ mode: "report", evidence: { drift: "key-pair", needs: "another image" } }),
  );
});

test.each([
  ["another field", { field: "image" }],
  ["another value", { observed: "yours" }],
  ["another image", { image: "ami-0bbb" }],
  ["another template version", { templateVersion: 4 }],
])("what was replaced for %s is another thing", (_what, special) => {
  const found = finding();
  expect(unlessReturned(found, LAUNCHED, [{ ...ACTED, ...special }])).toBe(found);
});

test("where only some were replaced, one that was there before has not been launched to be rid of it", () => {
  const found = finding();
  const report = { mode: "report" };
  expect(unlessReturned(found, LAUNCHED, [{ ...ACTED, since: 4 }])).toBe(found);
  expect(unlessReturned(found, LAUNCHED, [{ ...ACTED, since: 3 }])).toMatchObject(report);
  expect(unlessReturned(found, LAUNCHED, [{ ...ACTED, since: 4 }, ACTED])).toMatchObject(report);
});

test("so is one that a person approved then: they are not asked for the same again", () => {
  expect(unlessReturned(finding({ mode: "approve" }), LAUNCHED, [ACTED])).toMatchObject({ mode: "report" });
});

test.each([{ kind: "age" }, { kind: "access" }, { mode: "report" }] as const)(
  "%j is left as it is",
  (special) => {
    const found = finding(special);
    expect(unlessReturned(found, LAUNCHED, [ACTED])).toBe(found);
  },
);
