import { describe, expect, test } from "vitest";
import { judge } from "../../../simulator/services/cloudwatch/alarm-evaluation.ts";
import type { AlarmRule, MissingData } from "../../../simulator/services/cloudwatch/alarm-settings.ts";

const RULE: AlarmRule = {
  metric: { namespace: "Test", name: "Errors", dimensions: {} },
  statistic: "Sum",
  period: 60,
  evaluationPeriods: 3,
  datapointsToAlarm: 3,
  threshold: 10,
  comparison: "GreaterThanThreshold",
  treatMissingData: "missing",
};

// `0` is a value within the threshold, `X` one that breaches it, `-` none: as CloudWatch's documentation writes them.
const values = (text: string): (number | undefined)[] =>
  text.split("").map((letter) => ({ "0": 0, X: 99 })[letter]);

const states = (text: string, rule: Partial<AlarmRule> = {}): (string | undefined)[] =>
  (["missing", "ignore", "breaching", "notBreaching"] as const satisfies MissingData[]).map(
    (treatMissingData) => judge({ ...RULE, ...rule, treatMissingData }, values(text))?.state,
  );

/** AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html: missing, ignore, breaching, notBreaching. */
describe("An alarm of 3 datapoints out of 3", () => {
  test.each([
    ["0-X-X", ["OK", "OK", "OK", "OK"]],
    ["----0", ["OK", "OK", "OK", "OK"]],
    ["-----", ["INSUFFICIENT_DATA", undefined, "ALARM", "OK"]],
    ["0XX-X", ["ALARM", "ALARM", "ALARM", "ALARM"]],
    ["--X--", ["ALARM", undefined, "ALARM", "OK"]],
  ])("with %s", (text, expected) => {
    expect(states(text)).toEqual(expected);
  });
});

describe("An alarm of 2 datapoints out of 3", () => {
  test.each([
    ["0-X-X", ["ALARM", "ALARM", "ALARM", "ALARM"]],
    ["00X0X", ["ALARM", "ALARM", "ALARM", "ALARM"]],
    ["----X", ["OK", undefined, "ALARM", "OK"]],
    ["---X-", ["ALARM", undefined, "ALARM", "OK"]],
  ])("with %s", (text, expected) => {
    expect(states(text, { datapointsToAlarm: 2 })).toEqual(expected);
  });
});

test.each([
  ["GreaterThanThreshold", ["OK", "OK", "ALARM"]],
  ["GreaterThanOrEqualToThreshold", ["OK", "ALARM", "ALARM"]],
  ["LessThanThreshold", ["ALARM", "OK", "OK"]],
  ["LessThanOrEqualToThreshold", ["ALARM", "ALARM", "OK"]],
] as const)("%s compares 9, 10 and 11 with 10", (comparison, expected) => {
  const rule = { ...RULE, comparison, evaluationPeriods: 1, datapointsToAlarm: 1 };
  expect([9, 10, 11].map((value) => judge(rule, [value])?.state)).toEqual(expected);
});

test("the reason says how many datapoints crossed, newest first", () => {
  const rule = { ...RULE, evaluationPeriods: 2, datapointsToAlarm: 1 };
  expect(judge(rule, [4, 12])?.reason).toBe(
    "Threshold Crossed: 1 out of the last 2 datapoints [12.0, 4.0] was greater than the threshold (10.0).",
  );
});
