import { describe, expect, test } from "vitest";
import { formatInstant } from "../../src/domain/format-instant.ts";
import { gateKinds } from "../../src/domain/gate-kinds.ts";
import { imageId } from "../../src/domain/image-id.ts";
import { moultEvent } from "../../src/domain/moult-event.ts";
import { wholeDetail } from "../../src/domain/outbox/whole-detail.ts";

const KEPT = {
  fleet: "web",
  instance: "i-1",
  field: "key pair",
  expected: "deploy",
  observed: "mine",
  since: "2026-11-20T10:00:00.000Z",
  dueAt: "2026-11-20T10:00:00.000Z",
  mode: "replace",
};
const FINDING = wholeDetail({
  id: "i-1#drift#key pair#1000",
  detailType: "Instance Drift Detected",
  detail: KEPT,
});

describe.each(["Instance Drift Detected", "Instance Age Threshold Reached"])("%s", (type) => {
  const accepts = (detail: object, source = "moult") =>
    moultEvent.safeParse({ source, "detail-type": type, detail }).success;

  test("names the server, and what is other than expected", () => {
    const modes = ["replace", "approve", "report"].map((mode) => accepts({ ...FINDING, mode }));
    expect(modes).toEqual([true, true, true]);
    expect(accepts({ ...FINDING, observed: "", more: 1 })).toBe(true);
  });

  test("is nobody else's, and lacks nothing", () => {
    expect(accepts(FINDING, "fleet.watch")).toBe(false);
    for (const key of Object.keys(FINDING))
      expect([key, accepts({ ...FINDING, [key]: undefined })]).toEqual([key, false]);
    const wrong = [{ mode: "" }, { mode: "auto" }, { instance: "" }, { field: "" }, { fleet: "" }];
    expect(wrong.map((each) => accepts({ ...FINDING, ...each }))).toEqual(wrong.map(() => false));
  });
});

test("an image's id has 8 or 17 hexadecimal digits, and nothing beside them", () => {
  const good = ["ami-0123abcd", "ami-0123456789abcdef0"];
  const bad = [
    "ami-0123abc",
    "ami-0123abcde",
    "ami-0123456789abcdef",
    "ami-0123ABCD",
    "xami-0123abcd",
    "ami-0123abcd ",
    "",
  ];
  expect(good.map((each) => imageId.safeParse(each).success)).toEqual([true, true]);
  expect(bad.map((each) => imageId.safeParse(each).success)).toEqual(bad.map(() => false));
});

test("an instant is shown to the second, in UTC", () => {
  expect(formatInstant(Date.UTC(2026, 10, 20, 10, 1, 2, 999))).toBe("2026-11-20 10:01:02Z");
});

test.each([
  ["alarm", "alarms", true],
  ["command", "command", false],
  ["http", "http", false],
  ["instance-status", "instanceStatus", false],
  ["target-health", "targetHealth", true],
] as const)("the gate %s needs %s, and whether it is watched to the end", (kind, needs, watched) => {
  expect(gateKinds[kind]).toMatchObject({ kind, needs, watched });
});
