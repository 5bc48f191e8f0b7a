import { describe, expect, test } from "vitest";
import { readStartInput } from "../../../src/domain/run/start-input.ts";

const IMAGE = "ami-0123456789abcdef0";
const EVENT = {
  reason: "image",
  image: IMAGE,
  force: false,
  by: "event 7b0c from aws.imagebuilder",
  at: 1_790_000_000_000,
  evidence: { claim: { subject: { kind: "image", image: IMAGE } }, image: { tags: {} } },
};
const faultsOf = (given: unknown): readonly string[] => {
  const start = readStartInput(given);
  return "faults" in start ? start.faults : [];
};

describe("what starts an execution", () => {
  test.each([
    ["the fleet alone", { fleet: "web" }, { fleet: "web" }],
    [
      "image and reason, as a person types them",
      { fleet: "web", image: IMAGE, reason: "kernel fix" },
      { fleet: "web", request: { image: IMAGE, evidence: { reason: "kernel fix" } } },
    ],
    [
      "force and reason",
      { fleet: "web", force: true, reason: "é 中 – 'quoted'" },
      { fleet: "web", request: { force: true, evidence: { reason: "é 中 – 'quoted'" } } },
    ],
    ["an image of 8 digits", { fleet: "web", image: "ami-0123abcd" }, expect.anything()],
    ["an event's request", { fleet: "web", request: EVENT }, { fleet: "web", request: EVENT }],
    [
      "the command line's request for what is declared",
      { fleet: "web", request: { ...EVENT, reason: "operator", image: null, evidence: {} } },
      { fleet: "web", request: { ...EVENT, reason: "operator", image: null, evidence: {} } },
    ],
    ["an empty request", { fleet: "web", request: {} }, { fleet: "web" }],
    ["a recovery by hand", { fleet: "web", recover: "web-1" }, { fleet: "web", recover: "web-1" }],
    [
      "the sweep's recovery, whatever the request was",
      {
        fleet: "web",
        recover: "web-1",
        request: { ...EVENT, image: "web-image", evidence: "x".repeat(9e4) },
      },
      { fleet: "web", recover: "web-1" },
    ],
  ])("may be %s", (_what, given, start) => {
    expect(readStartInput(given)).toEqual(start);
  });

  test("keeps nothing that was left out", () => {
    const start = readStartInput({ fleet: "web", request: { force: true, image: undefined } });
    expect(start).toStrictEqual({ fleet: "web", request: { force: true } });
    expect(readStartInput({ fleet: "web", image: IMAGE })).toStrictEqual({
      fleet: "web",
      request: { image: IMAGE },
    });
  });
});

describe("what is wrong", () => {
  test.each([
    [{ fleet: "web", reason: "" }, ["reason must not be empty, is "]],
    [{ fleet: "web", reason: "x".repeat(257) }, [/^reason must have at most 256 characters, is x{59}…$/]],
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
        "request.reason must be one of image, age, drift, access, health, operator (did you mean image?), is imag",
      ],
    ],
    [
      { fleet: "web", request: { reason: "because it is time" } },
      [/^request.reason must be one of image.* operator, is because it is time$/],
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
      request: { at: true, evidence: { a: "x".repeat(9e3) } },
    };
    expect(faultsOf(given)).toEqual([
      "flet is not a known key (did you mean fleet?)",
      "image must be an image id such as ami-0123456789abcdef0, is x",
      "force must be true or false, is 1",
      "request.at must be a number, is true",
      "request stands beside image, force: give one or the other",
      "request.evidence must have at most 8192 characters of JSON, has 9008",
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

describe("evidence", () => {
  const asked = (reason: string | undefined, size: number) => ({
    fleet: "web",
    // {"a":""} has 8 characters.
    request: { ...(reason !== undefined && { reason }), evidence: { a: "x".repeat(size - 8) } },
  });
  test.each([
    [undefined, 8192],
    ["operator", 8192],
    ["image", 65_536],
  ])("of %s has at most %d characters", (reason, most) => {
    expect(faultsOf(asked(reason, most))).toEqual([]);
    expect(faultsOf(asked(reason, most + 1))).toEqual([
      `request.evidence must have at most ${most} characters of JSON, has ${most + 1}`,
    ]);
  });

  test("does not grow too large by having waited", () => {
    const { fleet, request } = asked("operator", 8192);
    const waited = { ...request, evidence: { ...request.evidence, queuedBy: "x".repeat(80) } };
    expect(faultsOf({ fleet, request: waited })).toEqual([]);
  });
});
