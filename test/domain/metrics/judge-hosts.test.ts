import { expect, test } from "vitest";
import { judgeHosts } from "../../../src/domain/metrics/judge-hosts.ts";
import { afterMinutes, observed } from "../../support/domain/metrics/minutes.ts";

type HostLimits = Parameters<typeof judgeHosts>[0];

const of = (counts: readonly (number | null)[]) => counts.map((hosts) => (hosts === null ? null : { hosts }));

const judge = (
  green: readonly (number | null)[],
  blue: readonly (number | null)[],
  limits: HostLimits = { worseThanBlue: 1.5, min: 2 },
) => judgeHosts(limits, observed(of(green), of(blue)), afterMinutes(green.length));

test("as many as blue are enough", () => {
  expect(judge([4], [4])).toEqual({
    verdict: "pass",
    reason: "green has enough healthy servers (4 healthy, blue 4)",
    value: "4 healthy, blue 4",
    threshold: "blue has 1.5x as many, 2",
  });
});

test("one minute holds, two decide", () => {
  expect(judge([4, 2], [4, 4])).toMatchObject({ verdict: "unknown" });
  expect(judge([2, 2], [4, 4])).toMatchObject({ verdict: "fail" });
  expect(judge([2, 2], [4, 4])).not.toHaveProperty("ending");
  expect(judge([2, 3], [4, 4])).toMatchObject({ verdict: "pass" });
});

test("too few on both sides stand", () => {
  expect(judge([1, 1], [1, 1])).toMatchObject({ verdict: "stand" });
});

test("fewer than the least, and blue has enough: blamed; blue has no number: not blamed", () => {
  expect(judge([2, 2], [4, 4], { min: 3 })).toMatchObject({ verdict: "fail" });
  expect(judge([2, 2], [], { min: 3 })).toMatchObject({ verdict: "fail", ending: { imageAtFault: false } });
});

test("a number of ten minutes ago says nothing of now", () => {
  const gone = Array.from({ length: 10 }, () => null);
  expect(judge([4, ...gone.slice(0, 4)], [4])).toMatchObject({ verdict: "pass" });
  const later = judge([4, ...gone], [4]);
  expect(later).toMatchObject({ verdict: "unknown", value: "no number" });
  expect(later.isEarly).not.toBe(true);
});

test("without a number nothing is said: early at first, unreadable later", () => {
  expect(judge([null], [4])).toMatchObject({ verdict: "unknown", isEarly: true });
  expect(judge([null, null], [4, 4])).toMatchObject({ verdict: "unknown", isEarly: false });
});
