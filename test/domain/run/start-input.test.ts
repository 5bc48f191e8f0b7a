import { describe, expect, test } from "vitest";
import { readStartInput } from "../../../src/domain/run/start-input.ts";

const IMAGE = "ami-0123456789abcdef0";
/** What an event of 0.1.0 asked for. */
const EVENT = {
  reason: "image",
  image: IMAGE,
  force: false,
  by: "event 7b0c from aws.imagebuilder",
  at: 1_790_000_000_000,
  evidence: { claim: { subject: { kind: "image", image: IMAGE } }, image: { tags: {} } },
};
const NOTHING_SAID = { image: null, until: null, launchedBefore: null, by: null, reason: null };
/** What is asked for, beside nothing. */
const askOf = (given: object) => {
  const start = readStartInput({ fleet: "web", ...given });
  return "ask" in start ? start.ask : start;
};
const faultsOf = (given: unknown): readonly string[] => {
  const start = readStartInput(given);
  return "faults" in start ? start.faults : [];
};

describe("what a person types", () => {
  test.each([
    ["the fleet alone", {}, {}],
    ["an image and why", { image: IMAGE, reason: "kernel fix" }, { image: IMAGE, reason: "kernel fix" }],
    [
      "an image of 8 digits, and who",
      { image: "ami-0123abcd", by: "ada" },
      { image: "ami-0123abcd", by: "ada" },
    ],
    [
      "an image until a time",
      { image: IMAGE, until: "2026-11-29T12:00:00+01:00" },
      { image: IMAGE, until: Date.UTC(2026, 10, 29, 11) },
    ],
    [
      "an image until a day",
      { image: IMAGE, until: "2026-11-29" },
      { image: IMAGE, until: Date.UTC(2026, 10, 29) },
    ],
    [
      "force and why",
      { force: true, reason: "é 中 – 'quoted'" },
      { launchedBefore: "now", reason: "é 中 – 'quoted'" },
    ],
    ["no force", { force: false }, {}],
    [
      "servers that were launched before",
      { force: false, replaceLaunchedBefore: "2026-11-01" },
      { launchedBefore: Date.UTC(2026, 10, 1) },
    ],
  ])("may be %s", (_what, given, ask) => {
    expect(readStartInput({ fleet: "web", ...given })).toStrictEqual({
      fleet: "web",
      ask: { ...NOTHING_SAID, ...ask },
    });
  });
});

describe("what moult itself starts an execution with", () => {
  test("is what was decided, or the run that is taken over", () => {
    const decided = { image: IMAGE, reason: "drift" };
    expect(readStartInput({ fleet: "web", decided })).toStrictEqual({ fleet: "web", decided });
    const recover = { fleet: "web", recover: "web-1" };
    expect(readStartInput(recover)).toStrictEqual(recover);
  });

  test("by the sweep of 0.1.0 is a recovery, whatever the request was", () => {
    const request = { ...EVENT, image: "web-image", evidence: "x".repeat(9e4) };
    const recover = { fleet: "web", recover: "web-1" };
    expect(readStartInput({ ...recover, request })).toStrictEqual(recover);
  });
});

describe("what 0.1.0 was asked for, and may still wait to begin", () => {
  test("by an event names nothing: that is read again", () => {
    expect(askOf({ request: EVENT })).toEqual({ ...NOTHING_SAID, by: EVENT.by });
    expect(askOf({ request: { ...EVENT, reason: "age", force: true } })).toMatchObject({
      launchedBefore: null,
    });
  });

  test("by a person is what they ask for, and force counts from when they did", () => {
    const request = { ...EVENT, reason: "operator", by: "ada", evidence: { reason: "kernel" } };
    expect(askOf({ request })).toEqual({ ...NOTHING_SAID, image: IMAGE, by: "ada", reason: "kernel" });
    expect(askOf({ request: { ...request, image: null, force: true } })).toEqual({
      ...NOTHING_SAID,
      launchedBefore: EVENT.at,
      by: "ada",
      reason: "kernel",
    });
    expect(askOf({ request: {} })).toEqual(NOTHING_SAID);
    expect(askOf({ request: { force: true } })).toEqual({ ...NOTHING_SAID, launchedBefore: "now" });
  });

  test("for a reason that is none, or a long one, is asked for all the same", () => {
    for (const reason of ["", 7, null])
      expect(askOf({ request: { evidence: { reason } } })).toEqual(NOTHING_SAID);
    const long = { request: { evidence: { reason: "x".repeat(8000) } } };
    expect(askOf(long)).toEqual({ ...NOTHING_SAID, reason: "x".repeat(256) });
  });
});

describe("what is wrong", () => {
  test.each([
    [{ fleet: "web", reason: "" }, ["reason must not be empty, is "]],
    [{ fleet: "web", reason: "x".repeat(257) }, [/^reason must have at most 256 characters, is x{59}…$/]],
    [
      { fleet: "web", settle: { toString: null } },
      ['settle must be one of blue, green, is {"toString":null}'],
    ],
    [{ fleet: "web", reason: "a\u001b[2Jb" }, ["reason must have no control characters, is a\\u001b[2Jb"]],
    [{ fleet: "web", force: "yes" }, ["force must be true or false, is yes"]],
    [{ fleet: "web", image: null }, [/^image must be text in quotes, is null$/]],
    [{ fleet: "web", image: "ami-0123456789ABCDEF0" }, [/^image must be an image id/]],
    [{ fleet: "web", image: "ami-0123456789abcdef0\n" }, [/^image must be an image id/]],
    [{ fleet: "web", image: "ami-012345678" }, [/^image must be an image id/]],
    [{ fleet: "web", request: "now" }, ["request must be an object, is now"]],
    [{ fleet: "web", request: { imgae: IMAGE } }, ["request.imgae is not a known key (did you mean image?)"]],
    [
      { fleet: "web", request: { reason: "imag" } },
      [
        "request.reason must be one of access, health, operator, image, drift, age (did you mean image?), is imag",
      ],
    ],
    [
      { fleet: "web", request: { reason: "because it is time" } },
      [/^request.reason must be one of access, .* age, is because it is time$/],
    ],
    [{ fleet: "web", request: { by: "" } }, ["request.by must not be empty, is "]],
    [{ fleet: "web", request: { by: "x".repeat(1025) } }, [/^request.by must have at most 1024 characters/]],
    [{ fleet: "web", request: { at: "now" } }, ["request.at must be a number, is now"]],
    [{ fleet: "web", request: { at: -1 } }, ["request.at must be milliseconds since 1970, is -1"]],
    [{ fleet: "web", request: { evidence: [1] } }, ["request.evidence must be an object, is [1]"]],
    [{ fleet: "web", recover: 1 }, ["recover must be text in quotes, is 1"]],
    [{ fleet: "web", recover: "x".repeat(81) }, [/^recover must have at most 80 characters/]],
    [
      { fleet: "web", image: IMAGE, reason: "fix", request: {} },
      ["request stands beside image, reason: give one or the other"],
    ],
    [{ fleet: "web", force: true, recover: "web-1" }, ["recover stands beside force: give one or the other"]],
    [{ fleet: "web", by: "" }, ["by must not be empty, is "]],
    [
      { fleet: "web", image: IMAGE, until: "tomorrow" },
      ["until must be a date such as 2026-11-29 or 2026-11-29T12:00:00Z, is tomorrow"],
    ],
    // Without a zone it would be another instant in another place.
    [
      { fleet: "web", replaceLaunchedBefore: "2026-11-29T12:00:00" },
      [/^replaceLaunchedBefore must be a date/],
    ],
    [{ fleet: "web", replaceLaunchedBefore: 7 }, [/^replaceLaunchedBefore must be a date/]],
    [
      { fleet: "web", until: "2026-11-29" },
      ["until stands without image: give the image that it is the end of"],
    ],
    [
      { fleet: "web", force: true, replaceLaunchedBefore: "2026-11-01" },
      ["force stands beside replaceLaunchedBefore: give one or the other"],
    ],
    [{ fleet: "web", decided: { image: IMAGE } }, ["decided.reason is missing"]],
    [
      { fleet: "web", decided: { image: IMAGE, reason: "image", by: "ada" } },
      ["decided.by is not a known key (known are image, reason)"],
    ],
    [
      { fleet: "web", decided: { image: IMAGE, reason: "image" }, by: "ada" },
      ["decided stands beside by: give one or the other"],
    ],
    [
      { fleet: "web", decided: { image: IMAGE, reason: "image" }, recover: "web-1" },
      ["recover stands beside decided: give one of them"],
    ],
    [JSON.parse('{"fleet":"web","__proto__":{"a":1}}'), [/^__proto__ is not a known key/]],
  ] as const)("%j", (given, faults) => {
    const found = faultsOf(given);
    const asExpected = (fault: string | RegExp | undefined, index: number): boolean =>
      typeof fault === "string" ? found[index] === fault : (fault?.test(found[index] ?? "") ?? false);
    expect(found.map((text, index) => (asExpected(faults[index], index) ? "as expected" : text))).toEqual(
      faults.map(() => "as expected"),
    );
  });

  test("is said all at once", () => {
    const given = {
      flet: "web",
      image: "x",
      force: 1,
      until: "soon",
      request: { at: true, evidence: [] },
    };
    expect(faultsOf(given)).toEqual([
      "flet is not a known key (did you mean fleet?)",
      "image must be an image id such as ami-0123456789abcdef0, is x",
      "until must be a date such as 2026-11-29 or 2026-11-29T12:00:00Z, is soon",
      "force must be true or false, is 1",
      "request.at must be a number, is true",
      "request.evidence must be an object, is []",
      "request stands beside image, until, force: give one or the other",
    ]);
  });

  test("stays short, however much is wrong", () => {
    const keys = Array.from({ length: 5000 }, (_, index) => [`${"k".repeat(90)}${index}`, 1] as const);
    const faults = faultsOf({ fleet: "web", ...Object.fromEntries(keys) });
    expect(faults).toHaveLength(11);
    expect(faults.at(-1)).toBe("and 4990 more faults");
    expect(faults.join("; ").length).toBeLessThan(3000);
  });
});

describe("a settlement", () => {
  test("is the side that is kept, with who says so and why", () => {
    expect(readStartInput({ fleet: "web", settle: "green", by: "ada", reason: "blue is ill" })).toEqual({
      fleet: "web",
      settle: { keep: "green", by: "ada", reason: "blue is ill" },
    });
    expect(readStartInput({ fleet: "web", settle: "blue" })).toMatchObject({
      settle: { keep: "blue", by: null, reason: null },
    });
  });

  test.each([
    [{ settle: "red" }, /settle must be one of blue, green, is red/],
    [{ settle: "green", image: IMAGE }, /^image stands beside settle: settle the fleet first$/],
    [{ settle: "green", force: true }, /^force stands beside settle/],
    [{ settle: "green", recover: "web-1" }, /^recover stands beside settle/],
  ])("stands alone: %o", (given, fault) => {
    expect(faultsOf({ fleet: "web", ...given }).join("\n")).toMatch(fault);
  });
});
