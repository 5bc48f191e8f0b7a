import { expect, test } from "vitest";
import { exceptedReason } from "../../../src/domain/decide/excepted-reason.ts";

const target = { image: "ami-0bbb", templateVersion: 2 };
const since = Date.UTC(2026, 10, 21, 12);
const live = { image: "ami-0aaa", templateVersion: 2, launchedFrom: since - 1 };
const refused = { ...target, since, by: "ada@laptop", reason: "wrong image" };
const reasonFor = (special: Partial<Parameters<typeof exceptedReason>[0]>) =>
  exceptedReason({ fleet: "web", template: "lt-0abc", target, live, except: [refused], ...special });

const SENTENCE =
  "ada@laptop refused ami-0bbb on 2026-11-21T12:00:00.000Z: wrong image; moult rollout retry web begins it again";

test("what a person refused is told with who, when, why and the way out", () => {
  expect(reasonFor({})).toBe(SENTENCE);
  expect(reasonFor({ live: null })).toBe(SENTENCE);
  const other = { ...refused, image: "ami-0ccc", by: "bob" };
  expect(reasonFor({ except: [other, refused] })).toBe(SENTENCE);
});

test("another image or another template version is not refused", () => {
  expect(reasonFor({ except: [] })).toBeNull();
  expect(reasonFor({ target: { ...target, image: "ami-0ccc" } })).toBeNull();
  expect(reasonFor({ target: { ...target, templateVersion: 3 } })).toBeNull();
});

test("while the template's version is not known, the image decides", () => {
  expect(reasonFor({ target: { ...target, templateVersion: null } })).toBe(SENTENCE);
  expect(reasonFor({ target: { image: "ami-0ccc", templateVersion: null } })).toBeNull();
});

test("what runs is refused by what is younger than its servers", () => {
  const same = { ...live, ...target };
  expect(reasonFor({ live: { ...same, launchedFrom: since } })).toBeNull();
  expect(reasonFor({ live: { ...same, launchedFrom: since - 1 } })).toBe(SENTENCE);
  // An adopted group: nobody knows since when its servers run.
  expect(reasonFor({ live: { ...same, launchedFrom: null } })).toBe(SENTENCE);
});

test("what was refused before stands beside other servers, however young they are", () => {
  expect(reasonFor({ live: { ...live, launchedFrom: since + 1 } })).toBe(SENTENCE);
  expect(reasonFor({ live: { ...target, templateVersion: 1, launchedFrom: since + 1 } })).toBe(SENTENCE);
});

test("the same version of another launch template is another target", () => {
  expect(reasonFor({ except: [{ ...refused, template: "lt-0abc" }] })).toBe(SENTENCE);
  expect(reasonFor({ except: [{ ...refused, template: "lt-0def" }] })).toBeNull();
});
