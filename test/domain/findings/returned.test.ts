import { expect, test } from "vitest";
import { unlessReturned } from "../../../src/domain/findings/returned.ts";
import { finding } from "../../support/domain/findings.ts";

const LAUNCHED = { image: "ami-0aaa", templateVersion: 3 };
const ACTED = { field: "key pair", observed: "mine", ...LAUNCHED, at: 5 };

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

test.each([{ kind: "age" }, { kind: "access" }, { mode: "report" }, { mode: "approve" }] as const)(
  "%j is left as it is",
  (special) => {
    const found = finding(special);
    expect(unlessReturned(found, LAUNCHED, [ACTED])).toBe(found);
  },
);
