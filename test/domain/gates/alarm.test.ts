import { describe, expect, test } from "vitest";
import type { GreenTraffic, Observations } from "../../../src/domain/gate.ts";
import { alarm } from "../../../src/domain/gates/alarm.ts";
import { context, NOON } from "../../support/domain/gates/context.ts";

type Alarm = Observations["alarms"]["alarms"][number];

const GREEN = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/green/1";
const asked = { kind: "alarm" as const, alarms: ["web-5xx", "web-latency"] };
const found = (name: string, state: string, more: Partial<Alarm> = {}): Alarm => ({
  name,
  state,
  reason: "threshold crossed",
  since: NOON - 3_600_000,
  trouble: null,
  targetGroups: [],
  evaluation: { periodSeconds: 60, periods: 1 },
  ...more,
});
/** Green has had traffic for ten minutes. */
const SOME: GreenTraffic = { firstAt: NOON - 600_000, allAt: null, targetGroups: [GREEN] };
const judge = (alarms: readonly Alarm[], traffic: Partial<GreenTraffic> = {}) =>
  alarm.judge(asked, { alarms }, context({ traffic: { ...SOME, ...traffic } }));

const OK = found("web-5xx", "OK");

test("passes when every alarm is OK", () => {
  expect(judge([OK, found("web-latency", "OK")])).toEqual({
    gate: "it",
    verdict: "pass",
    value: "2 of 2 OK",
    threshold: "2 of 2",
    since: NOON,
    reason: "every alarm is OK",
  });
});

test.each([
  ["without data", [OK, found("web-latency", "INSUFFICIENT_DATA")], "is INSUFFICIENT_DATA"],
  ["that CloudWatch does not know", [OK], "is not found in CloudWatch"],
  [
    "that rings, since when is not said",
    [OK, found("web-latency", "ALARM", { since: null })],
    "is in ALARM, since when is not said",
  ],
  [
    "whose evaluation is in trouble",
    [OK, found("web-latency", "OK", { trouble: "PARTIAL_DATA" })],
    "is OK, and its evaluation is PARTIAL_DATA",
  ],
])("does not know of an alarm %s, and never passes it", (_what, alarms, why) => {
  expect(judge(alarms)).toMatchObject({
    verdict: "unknown",
    since: null,
    value: "1 of 2 OK",
    reason: `alarm web-latency ${why}`,
  });
});

test("an alarm that nobody asked for does not count", () => {
  expect(judge([OK, found("web-latency", "OK"), found("other", "ALARM")]).verdict).toBe("pass");
});

describe("that began to ring after green had traffic", () => {
  const rings = (more: Partial<Alarm> = {}, traffic: Partial<GreenTraffic> = {}) =>
    judge([OK, found("web-latency", "ALARM", { since: NOON - 60_000, ...more })], traffic);

  test("fails, even if another cannot be told", () => {
    const since = NOON - 60_000;
    expect(
      judge([found("web-5xx", "INSUFFICIENT_DATA"), found("web-latency", "ALARM", { since })]),
    ).toMatchObject({
      verdict: "fail",
      since: null,
      reason: "alarm web-latency is in ALARM: threshold crossed",
    });
  });

  test("counts from ten seconds after the first traffic: clocks differ", () => {
    expect(rings({ since: NOON - 600_000 + 9_999 }).verdict).toBe("pass");
    expect(rings({ since: NOON - 600_000 + 10_000 }).verdict).toBe("fail");
  });

  test("blames the image for every fleet where it is on green's target group and no other", () => {
    const ending = { imageAtFault: true, reach: "every-fleet" };
    expect(rings({ targetGroups: ["targetgroup/green/1"] }).ending).toEqual(ending);
  });

  const suspects = [{ alarm: "web-latency", seconds: 300 }];
  test.each([
    ["names no target group", {}, {}],
    ["names both sides'", { targetGroups: ["targetgroup/green/1", "targetgroup/blue/2"] }, {}],
    ["names the one that both share", { targetGroups: ["targetgroup/a/1"] }, { targetGroups: [] }],
  ])("is looked at again on the way back where it %s", (_what, more, traffic) => {
    expect(rings(more, traffic).ending).toEqual({ imageAtFault: false, suspects });
  });

  test("by composite alarms as by those of one minute, by others as long as they look", () => {
    expect(rings({ evaluation: null }).ending).toEqual({ imageAtFault: false, suspects });
    const evaluation = { periodSeconds: 300, periods: 2 };
    const seconds = (2 + 3) * 300 + 60;
    expect(rings({ evaluation }).ending?.suspects).toEqual([{ alarm: "web-latency", seconds }]);
  });

  test.each([
    ["is on another target group alone", { targetGroups: ["targetgroup/blue/2"] }],
    ["has its evaluation in trouble", { trouble: "EVALUATION_ERROR" }],
    ["is on another group whose name ends alike", { targetGroups: ["targetgroup/n/1"] }],
  ])("says nothing of green where it %s", (_what, more) => {
    expect(rings(more)).toMatchObject({ verdict: "fail", ending: { imageAtFault: false } });
    expect(rings(more).ending?.suspects).toBeUndefined();
  });
});

describe("that has rung since before green had traffic", () => {
  const ringing = found("web-latency", "ALARM");
  const rings = (traffic: Partial<GreenTraffic>) => judge([OK, ringing], traffic);

  test.each([
    ["before green's first", { firstAt: null }],
    ["while blue has a share", {}],
  ])("is not judged %s, and is on record", (_when, traffic) => {
    expect(rings(traffic)).toMatchObject({
      verdict: "pass",
      value: "1 of 2 OK",
      since: NOON,
      reason: expect.stringMatching(
        /web-latency has been in ALARM since 2026-11-02 11:00:00Z, before new servers/,
      ),
      remark: {
        action: "not-judged",
        evidence: { alarms: [{ name: "web-latency", reason: "threshold crossed", since: NOON - 3_600_000 }] },
      },
    });
  });

  test("is waited for once green has all of it, and counts when all that it looks at is green's", () => {
    const allAt = NOON - 299_000;
    const early = rings({ allAt });
    expect(early).toMatchObject({
      verdict: "wait",
      since: null,
      reason: expect.stringMatching(/it counts from 2026-11-02 12:00:01Z/),
      ending: { imageAtFault: false, error: "StillRinging", countsFrom: allAt + 300_000 },
    });
    expect(rings({ allAt: NOON - 300_000 })).toMatchObject({
      verdict: "wait",
      reason: expect.stringMatching(/still rings with all of the traffic on green/),
    });
  });

  test("counts with the one that looks back the longest", () => {
    const slow = found("web-5xx", "ALARM", { evaluation: { periodSeconds: 3600, periods: 1 } });
    const { ending } = judge([slow, ringing], { allAt: NOON });
    expect(ending?.countsFrom).toBe(NOON + (4 * 3600 + 60) * 1000);
  });

  test("does not hide one that cannot be told", () => {
    expect(judge([found("web-5xx", "INSUFFICIENT_DATA"), ringing]).verdict).toBe("unknown");
  });
});
