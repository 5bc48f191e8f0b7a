import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  type DescribeAlarmsCommandInput,
  PutLogAlarmCommand,
  type PutLogAlarmCommandInput,
  PutMetricAlarmCommand,
  SetAlarmStateCommand,
} from "@aws-sdk/client-cloudwatch";
import { expect, test } from "vitest";
import type { BusEvent } from "../../../simulator/world/world.ts";
import { bothWays, type Connect } from "../../support/simulator/both-ways.ts";

const ALARM: PutLogAlarmCommandInput = {
  AlarmName: "web-errors",
  ScheduledQueryConfiguration: {
    QueryString: "filter level = 'ERROR'",
    LogGroupIdentifiers: ["/web"],
    ScheduledQueryRoleARN: "arn:aws:iam::123456789012:role/query",
    ScheduleConfiguration: { ScheduleExpression: "rate(1 minute)", StartTimeOffset: 300 },
    AggregationExpression: "count(*)",
  },
  QueryResultsToEvaluate: 3,
  QueryResultsToAlarm: 2,
  Threshold: 10,
  ComparisonOperator: "GreaterThanThreshold",
};

async function connected(connect: Connect) {
  const { simulator, clientOptions, run } = await connect({ quotas: false });
  const { world } = simulator;
  const client = new CloudWatchClient(clientOptions);
  const events: BusEvent[] = [];
  world.onEvent((event) => void events.push(event));
  const put = (change: Partial<PutLogAlarmCommandInput> = {}) =>
    run(client.send(new PutLogAlarmCommand({ ...ALARM, ...change })));
  const putMetric = (AlarmName: string) =>
    run(
      client.send(
        new PutMetricAlarmCommand({
          AlarmName,
          Namespace: "Shop",
          MetricName: "Errors",
          Statistic: "Sum",
          Period: 60,
          EvaluationPeriods: 1,
          Threshold: 10,
          ComparisonOperator: "GreaterThanThreshold",
        }),
      ),
    );
  const names = async (AlarmTypes?: DescribeAlarmsCommandInput["AlarmTypes"]) => {
    const found = await run(client.send(new DescribeAlarmsCommand({ AlarmTypes })));
    const { MetricAlarms = [], CompositeAlarms = [], LogAlarms = [] } = found;
    return [MetricAlarms, CompositeAlarms, LogAlarms].map((each) => each.map(({ AlarmName }) => AlarmName));
  };
  return { world, client, run, events, put, putMetric, names };
}

bothWays("Log alarms", (connect) => {
  test("are answered to who asks for their type, and metric alarms alone to who asks for none", async () => {
    const { put, putMetric, names } = await connected(connect);
    await put();
    await putMetric("web-5xx");
    expect(await names()).toEqual([["web-5xx"], [], []]);
    expect(await names(["MetricAlarm", "CompositeAlarm"])).toEqual([["web-5xx"], [], []]);
    expect(await names(["LogAlarm"])).toEqual([[], [], ["web-errors"]]);
    expect(await names(["MetricAlarm", "CompositeAlarm", "LogAlarm"])).toEqual([
      ["web-5xx"],
      [],
      ["web-errors"],
    ]);
  });

  test("are shown as they were put, in the state that somebody sets, and tell it on the bus", async () => {
    const { client, run, put, world, events } = await connected(connect);
    await put();
    const show = async () => {
      const asked = { AlarmNames: ["web-errors"], AlarmTypes: ["LogAlarm" as const] };
      return (await run(client.send(new DescribeAlarmsCommand(asked)))).LogAlarms?.[0];
    };
    expect(await show()).toMatchObject({ ...ALARM, StateValue: "INSUFFICIENT_DATA" });
    world.advanceTo(world.now() + 300_000);
    expect(await show()).toMatchObject({ StateValue: "INSUFFICIENT_DATA" });
    const ringing = { AlarmName: "web-errors", StateValue: "ALARM" as const, StateReason: "12 lines" };
    await run(client.send(new SetAlarmStateCommand(ringing)));
    expect(await show()).toMatchObject({
      StateValue: "ALARM",
      StateReason: "12 lines",
      StateTransitionedTimestamp: expect.any(Date),
    });
    expect(events).toMatchObject([
      { "detail-type": "CloudWatch Alarm State Change", detail: { alarmName: "web-errors" } },
    ]);
    await run(client.send(new DeleteAlarmsCommand({ AlarmNames: ["web-errors"] })));
    expect(await show()).toBeUndefined();
  });

  test.each([
    [{ QueryResultsToAlarm: 4 }, "QueryResultsToAlarm"],
    [{ QueryResultsToEvaluate: 0 }, "QueryResultsToEvaluate"],
    [{ ComparisonOperator: "GreaterThanUpperThreshold" as const }, "ComparisonOperator"],
    [{ TreatMissingData: "forget" }, "TreatMissingData"],
  ])("refuse %j", async (change, named) => {
    const { put } = await connected(connect);
    await expect(put(change)).rejects.toMatchObject({ message: expect.stringContaining(named) });
  });

  test("have their names with the metric alarms: one name is one alarm", async () => {
    const { put, putMetric } = await connected(connect);
    await put();
    await expect(putMetric("web-errors")).rejects.toThrow("web-errors is an alarm of another type");
    await putMetric("web-5xx");
    await expect(put({ AlarmName: "web-5xx" })).rejects.toThrow("web-5xx is an alarm of another type");
  });
});
