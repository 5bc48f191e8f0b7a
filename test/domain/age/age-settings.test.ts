import { describe, expect, test } from "vitest";
import { ageSettings, shortestAge } from "../../../src/domain/age/age-settings.ts";
import { parseDeclaration } from "../../../src/domain/declaration/declaration.ts";
import { driftKinds } from "../../../src/domain/drift/drift-kinds.ts";
import { InvalidInput } from "../../../src/errors/errors.ts";

const GOOD = "fleet: web\ntemplate: lt-0abc\nimage: {channel: /images/web}\ntraffic: {strategy: none}\n";
const declared = (text: string) => parseDeclaration(GOOD + text, "web.yml").fleet;
const faults = (text: string): string[] => {
  try {
    declared(text);
    return [];
  } catch (error) {
    if (error instanceof InvalidInput) return error.message.split("\n");
    throw error;
  }
};

test("an age needs no more than its max: servers come due in its last tenth", () => {
  expect(declared("age: {max: 14d}\n").age).toEqual({ max: 1_209_600, jitter: 10 });
  expect(declared("age: {max: 14d, jitter: 0%, hardMax: 14d}\n").age).toEqual({
    max: 1_209_600,
    jitter: 0,
    hardMax: 1_209_600,
  });
  expect(declared("").age).toBeUndefined();
});

test("the shortest age is max less the jitter, in whole seconds", () => {
  expect(shortestAge({ max: 3601, jitter: 10 })).toBe(3240);
  expect(shortestAge({ max: 3601, jitter: 0 })).toBe(3601);
  expect(shortestAge({ max: 3601, jitter: 100 })).toBe(0);
});

describe("a max has to leave more than a whole rollout, less its jitter", () => {
  const tooShort = (shortest: string) =>
    `web.yml:5:12 age.max: must leave more than a whole rollout: less its jitter it is ${shortest}, deadlines.rollout is 4h (`;
  test.each([
    ["4h of 4h", "age: {max: 4h, jitter: 0%}\n", "4h"],
    ["5h less a fifth", "age: {max: 5h, jitter: 20%}\n", "4h"],
    ["a year less all of it", "age: {max: 365d, jitter: 100%}\n", "0s"],
  ])("%s is refused", (_what, text, shortest) => {
    const [fault = "", ...more] = faults(text);
    expect(more).toEqual([]);
    expect(fault.startsWith(tooShort(shortest))).toBe(true);
  });

  test("and that is said beside a jitter that is wrong as well", () => {
    expect(faults("age: {max: 4h, jitter: lots}\n")).toEqual([
      expect.stringMatching(/^web\.yml:5:12 age\.max: must leave more .* it is 4h, deadlines\.rollout is 4h/),
      expect.stringMatching(/^web\.yml:5:24 age\.jitter: /),
    ]);
  });

  test("a little more is taken", () => {
    expect(declared("age: {max: 15601s, jitter: 0%}\n").age?.max).toBe(15_601);
    expect(declared("age: {max: 5h}\n").age?.max).toBe(18_000);
    const longer = "deadlines: {rollout: 5h}\nage: {max: 5h}\n";
    expect(faults(longer)).toHaveLength(1);
  });
});

test("all faults of age and drift are told at once, each with its place and the way out", () => {
  const text = `age: {max: 4h, jitter: 101%, hardMax: 3h}
drift:
  security-group: auto
  tags: atuo
  image: yes
`;
  expect(faults(text)).toEqual([
    expect.stringMatching(/^web\.yml:5:12 age\.max: must leave more than a whole rollout/),
    "web.yml:5:24 age.jitter: must be between 0% and 100%, is 101%; correct the value",
    expect.stringMatching(/^web\.yml:5:39 age\.hardMax: must not be shorter than max/),
    'web.yml:7:3 drift["security-group"]: is not a known key; did you mean `security-groups`?',
    "web.yml:8:9 drift.tags: must be auto, approve, observe (atuo); did you mean `auto`?",
    "web.yml:9:10 drift.image: must be auto, approve, observe (yes); correct the value",
  ]);
});

test("a kind that is like no other is told which there are", () => {
  expect(faults("drift: {everything: auto}\n")).toEqual([
    `web.yml:5:9 drift.everything: is not a known key; known here: ${driftKinds.join(", ")}`,
  ]);
});

test("hardMax is not shorter than max", () => {
  const of = (hardMax: string) => ageSettings.safeParse({ max: "14d", hardMax }).success;
  expect([of("13d"), of("14d"), of("15d")]).toEqual([false, true, true]);
});

test("each kind may be declared with each mode, and what is not declared is observed", () => {
  for (const mode of ["auto", "approve", "observe"]) {
    const all = driftKinds.map((kind) => `${kind}: ${mode}`).join(", ");
    expect(declared(`drift: {${all}}\n`).drift).toEqual(
      Object.fromEntries(driftKinds.map((kind) => [kind, mode])),
    );
  }
  expect(declared("").drift).toEqual({});
});
