import fc from "fast-check";
import { expect, test } from "vitest";
import type { Start } from "../../../src/domain/decide/decide.ts";
import { askName, runName } from "../../../src/rollout/convergence/run-name.ts";

const fleets = fc.stringMatching(/^[a-z][a-z0-9-]{0,29}$/);
const images = fc.stringMatching(/^ami-([0-9a-f]{8}|[0-9a-f]{17})$/);
const TAKEN = /^[0-9A-Za-z_-]{1,80}$/;

const due = (key: string) => ({ reason: "image" as const, what: key, key });
const start = (special: Partial<Start> = {}): Start => ({
  act: "start",
  target: { image: "ami-0123456789abcdef0", templateVersion: 7 },
  reason: "image",
  due: [due("image ami-0123456789abcdef0"), due("launched-before 1")],
  replaces: 4,
  attempt: 0,
  ...special,
});
const NAME = runName("web", start());

test("a name says the fleet and the image", () => {
  expect(NAME).toMatch(/^web-ami-0123456789abcdef0-[0-9a-f]{12}$/);
  expect(askName("web", { by: "ada" }, 1)).toMatch(/^web-asked-[0-9a-f]{12}$/);
});

test("whoever comes to the same decision gives the same name", () => {
  expect(runName("web", start())).toBe(NAME);
  expect(runName("web", start({ due: [...start().due].reverse() }))).toBe(NAME);
  const told = start().due.map((each) => ({ ...each, what: "in other words" }));
  expect(runName("web", start({ due: told, reason: "operator" }))).toBe(NAME);
});

test.each([
  ["another attempt", "web", start({ attempt: 1 })],
  ["another generation that is replaced", "web", start({ replaces: 5 })],
  ["the first generation", "web", start({ replaces: null })],
  ["less that is served", "web", start({ due: [due("image ami-0123456789abcdef0")] })],
  ["another instant", "web", start({ due: [due("image ami-0123456789abcdef0"), due("launched-before 2")] })],
  ["another image", "web", start({ target: { image: "ami-0123456789abcdef1", templateVersion: 7 } })],
  ["another fleet", "api", start()],
])("%s has another name", (_what, fleet, decision) => {
  expect(runName(fleet, decision)).not.toBe(NAME);
});

test("each ask has a name of its own: by whom, for what and when", () => {
  const names = [
    askName("web", { by: "ada" }, 1),
    askName("web", { by: "ada" }, 2),
    askName("web", { by: "bob" }, 1),
    askName("api", { by: "ada" }, 1),
  ];
  expect(new Set(names).size).toBe(names.length);
  expect(askName("web", { by: "ada" }, 1)).toBe(names[0]);
});

test("Step Functions takes every name", () => {
  fc.assert(
    fc.property(fleets, images, fc.nat(), (fleet, image, attempt) => {
      expect(runName(fleet, start({ target: { image, templateVersion: 7 }, attempt }))).toMatch(TAKEN);
      expect(askName(fleet, { image }, attempt)).toMatch(TAKEN);
    }),
  );
});
