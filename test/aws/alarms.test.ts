import { CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { beforeEach, expect, it } from "vitest";
import { describeAlarms } from "../../src/aws/alarms.ts";
import { cloudWatchClient } from "../../src/aws/cloudwatch.ts";
import { mockAws } from "../support/aws/mock-aws.ts";

const client = cloudWatchClient({ region: "us-east-1" });
const aws = mockAws(CloudWatchClient);
beforeEach(() => aws.reset());
const inputs = () => aws.calls().map(({ args: [command] }) => command.input as object);

const UNSAID = { since: null, trouble: null, targetGroups: [], evaluation: null };

it("reads alarms of every type", async () => {
  aws.on(DescribeAlarmsCommand).resolves({
    MetricAlarms: [{ AlarmName: "5xx", StateValue: "ALARM", StateReason: "too many" }],
    CompositeAlarms: [{ AlarmName: "all", StateValue: "OK" }],
    LogAlarms: [{ AlarmName: "errors", StateValue: "OK", EvaluationState: "EVALUATION_ERROR" }],
  });
  expect(await describeAlarms(client, ["5xx", "all", "errors", "unknown"])).toEqual([
    { name: "5xx", state: "ALARM", reason: "too many", ...UNSAID },
    { name: "all", state: "OK", reason: "", ...UNSAID },
    { name: "errors", state: "OK", reason: "", ...UNSAID, trouble: "EVALUATION_ERROR" },
  ]);
  expect(inputs()[0]).toMatchObject({ AlarmTypes: ["MetricAlarm", "CompositeAlarm", "LogAlarm"] });
});

it("reads since when it is so by the last change of state, on what, and over how long it looks", async () => {
  const dimension = (Value: string) => [
    { Name: "LoadBalancer", Value: "app/web/1" },
    { Name: "TargetGroup", Value },
  ];
  aws.on(DescribeAlarmsCommand).resolves({
    MetricAlarms: [
      {
        AlarmName: "plain",
        StateValue: "ALARM",
        StateUpdatedTimestamp: new Date(9000),
        StateTransitionedTimestamp: new Date(5000),
        Dimensions: dimension("targetgroup/a/1"),
        Period: 60,
        EvaluationPeriods: 3,
        DatapointsToAlarm: 2,
      },
      {
        AlarmName: "of two metrics",
        StateValue: "OK",
        EvaluationPeriods: 2,
        Metrics: [
          {
            Id: "m1",
            MetricStat: { Metric: { Dimensions: dimension("targetgroup/a/1") }, Period: 60, Stat: "Sum" },
          },
          {
            Id: "m2",
            MetricStat: { Metric: { Dimensions: dimension("targetgroup/b/2") }, Period: 300, Stat: "Sum" },
          },
          { Id: "e1", Expression: "m1/m2" },
        ],
      },
    ],
  });
  expect(await describeAlarms(client, ["plain", "of two metrics"])).toMatchObject([
    { since: 5000, targetGroups: ["targetgroup/a/1"], evaluation: { periodSeconds: 60, periods: 3 } },
    { targetGroups: ["targetgroup/a/1", "targetgroup/b/2"], evaluation: { periodSeconds: 300, periods: 2 } },
  ]);
});

it("asks for no alarms when none are named: AWS would answer all", async () => {
  expect(await describeAlarms(client, [])).toEqual([]);
  expect(inputs()).toEqual([]);
});
