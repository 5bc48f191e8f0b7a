import { expect, test } from "vitest";
import { alarm } from "../../../src/domain/gates/alarm.ts";
import { context, NOON } from "../../support/domain/gates/context.ts";

const asked = { kind: "alarm" as const, alarms: ["web-5xx", "web-latency"] };
const judge = (states: Record<string, string>) =>
  alarm.judge(
    asked,
    { alarms: Object.entries(states).map(([name, state]) => ({ name, state, reason: "threshold crossed" })) },
    context(),
  );

test("passes when every alarm is OK", () => {
  expect(judge({ "web-5xx": "OK", "web-latency": "OK" })).toEqual({
    gate: "it",
    verdict: "pass",
    value: "2 of 2 OK",
    threshold: "2 of 2",
    since: NOON,
    reason: "every alarm is OK",
  });
});

test("fails when one is in ALARM, even if another cannot be told", () => {
  expect(judge({ "web-5xx": "INSUFFICIENT_DATA", "web-latency": "ALARM" })).toMatchObject({
    verdict: "fail",
    since: null,
    reason: "alarm web-latency is in ALARM: threshold crossed",
  });
});

test.each([
  ["without data", { "web-5xx": "OK", "web-latency": "INSUFFICIENT_DATA" }, "is INSUFFICIENT_DATA"],
  ["that CloudWatch does not know", { "web-5xx": "OK" }, "is not found in CloudWatch"],
])("does not know of an alarm %s, and never passes it", (_what, states, why) => {
  expect(judge(states as Record<string, string>)).toMatchObject({
    verdict: "unknown",
    since: null,
    value: "1 of 2 OK",
    reason: `alarm web-latency ${why}`,
  });
});

test("an alarm that nobody asked for does not count", () => {
  expect(judge({ "web-5xx": "OK", "web-latency": "OK", other: "ALARM" }).verdict).toBe("pass");
});
