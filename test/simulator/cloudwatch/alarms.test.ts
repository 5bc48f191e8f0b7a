import {
  CloudWatchClient,
  DeleteAlarmsCommand,
  DescribeAlarmsCommand,
  type DescribeAlarmsCommandInput,
  DisableAlarmActionsCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmCommandInput,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from "@aws-sdk/client-cloudwatch";
import { expect, test } from "vitest";
import type { BusEvent } from "../../../simulator/world/world.ts";
import { bothWays, type Connect } from "../../support/simulator/both-ways.ts";

const ALARM: PutMetricAlarmCommandInput = {
  AlarmName: "web-5xx",
  AlarmDescription: "Too many 5xx on green",
  Namespace: "Shop",
  MetricName: "Errors",
  Dimensions: [{ Name: "Fleet", Value: "web" }],
  Statistic: "Sum",
  Period: 60,
  EvaluationPeriods: 1,
  Threshold: 10,
  ComparisonOperator: "GreaterThanThreshold",
  TreatMissingData: "notBreaching",
};

async function connected(connect: Connect) {
  const { simulator, clientOptions, run } = await connect({ quotas: false });
  const { world } = simulator;
  const client = new CloudWatchClient(clientOptions);
  const events: BusEvent[] = [];
  world.onEvent((event) => void events.push(event));
  const put = (change: Partial<PutMetricAlarmCommandInput> = {}) =>
    run(client.send(new PutMetricAlarmCommand({ ...ALARM, ...change })));
  const state = async (): Promise<string | undefined> => {
    const { MetricAlarms } = await run(client.send(new DescribeAlarmsCommand({ AlarmNames: ["web-5xx"] })));
    return MetricAlarms?.[0]?.StateValue;
  };
  const measure = (Value: number) => {
    const MetricData = [
      { MetricName: "Errors", Value, ...(ALARM.Dimensions && { Dimensions: ALARM.Dimensions }) },
    ];
    return run(client.send(new PutMetricDataCommand({ Namespace: "Shop", MetricData })));
  };
  return { world, client, run, events, put, state, measure };
}

bothWays("Alarms", (connect) => {
  test("know nothing until their first evaluation, after the period's end", async () => {
    const { world, put, state } = await connected(connect);
    await put();
    expect(await state()).toBe("INSUFFICIENT_DATA");
    world.advanceTo(world.now() + 70_000);
    expect(await state()).toBe("OK");
  });

  test("go off at the end of the period that breached, and tell it on the bus", async () => {
    const { world, put, state, measure, events } = await connected(connect);
    await put();
    world.advanceTo(world.now() + 70_000);
    await measure(7);
    await measure(8);
    expect(await state()).toBe("OK");
    events.length = 0;
    world.advanceTo(world.now() + 60_000);
    expect(await state()).toBe("ALARM");
    expect(events).toHaveLength(1);
    expect(events[0]).toMatchObject({
      "detail-type": "CloudWatch Alarm State Change",
      source: "aws.cloudwatch",
      resources: ["arn:aws:cloudwatch:us-east-1:123456789012:alarm:web-5xx"],
      detail: {
        alarmName: "web-5xx",
        configuration: {
          description: "Too many 5xx on green",
          metrics: [
            {
              metricStat: {
                metric: { dimensions: { Fleet: "web" }, name: "Errors", namespace: "Shop" },
                period: 60,
                stat: "Sum",
              },
              returnData: true,
            },
          ],
        },
        previousState: { value: "OK" },
        state: {
          value: "ALARM",
          reason: expect.stringContaining("[15.0] was greater than the threshold (10.0)"),
        },
      },
    });
  });

  test("come back once the breach has left the evaluation range", async () => {
    const { world, put, state, measure } = await connected(connect);
    await put();
    await measure(99);
    world.advanceTo(world.now() + 70_000);
    expect(await state()).toBe("ALARM");
    world.advanceTo(world.now() + 180_000);
    expect(await state()).toBe("OK");
  });

  test("say when their state changed apart from when it was set", async () => {
    const { world, client, run, put } = await connected(connect);
    await put({ TreatMissingData: "ignore" });
    const set = (StateValue: "ALARM" | "OK") =>
      run(
        client.send(new SetAlarmStateCommand({ AlarmName: "web-5xx", StateValue, StateReason: "a drill" })),
      );
    await set("ALARM");
    const rang = world.now();
    world.advanceTo(rang + 10_000);
    await set("ALARM");
    const [alarm] = (await run(client.send(new DescribeAlarmsCommand({})))).MetricAlarms ?? [];
    const times = [alarm?.StateTransitionedTimestamp, alarm?.StateUpdatedTimestamp];
    // Over the wire whole seconds are kept.
    expect(times.map((at) => Math.floor((at?.getTime() ?? 0) / 1000))).toEqual(
      [rang, rang + 10_000].map((at) => Math.floor(at / 1000)),
    );
  });

  test("can be set by hand, until the next evaluation", async () => {
    const { world, client, run, put, state, events } = await connected(connect);
    await put();
    const change = { AlarmName: "web-5xx", StateValue: "ALARM" as const, StateReason: "a drill" };
    await run(client.send(new SetAlarmStateCommand(change)));
    expect(await state()).toBe("ALARM");
    expect(events[0]?.detail).toMatchObject({ state: { value: "ALARM", reason: "a drill" } });
    world.advanceTo(world.now() + 70_000);
    expect(await state()).toBe("OK");
  });

  test("keep what was put, and are found by name, prefix and state, page by page", async () => {
    const { client, run, put } = await connected(connect);
    for (const AlarmName of ["web-5xx", "web-slow", "api-5xx"])
      await put({ AlarmName, DatapointsToAlarm: 1 });
    const describe = (input: DescribeAlarmsCommandInput) =>
      run(client.send(new DescribeAlarmsCommand(input)));
    const first = await describe({ AlarmNamePrefix: "web-", MaxRecords: 1, StateValue: "INSUFFICIENT_DATA" });
    expect(first.MetricAlarms?.[0]).toMatchObject({ ...ALARM, DatapointsToAlarm: 1, ActionsEnabled: true });
    const rest = await describe({ AlarmNamePrefix: "web-", MaxRecords: 1, NextToken: first.NextToken });
    expect(rest.MetricAlarms?.map((alarm) => alarm.AlarmName)).toEqual(["web-slow"]);
    expect(rest.NextToken).toBeUndefined();
    expect((await describe({ StateValue: "ALARM" })).MetricAlarms).toEqual([]);
    await expect(
      describe({ AlarmNames: Array.from({ length: 101 }, (_, index) => `a${index}`) }),
    ).rejects.toMatchObject({
      name: expect.stringMatching(/^Validation/),
    });
  });

  test("are deleted all or none, and stop being evaluated", async () => {
    const { world, client, run, put } = await connected(connect);
    await put();
    const both = run(client.send(new DeleteAlarmsCommand({ AlarmNames: ["web-5xx", "none"] })));
    await expect(both).rejects.toMatchObject({ name: "ResourceNotFound" });
    await run(client.send(new DeleteAlarmsCommand({ AlarmNames: ["web-5xx"] })));
    world.advanceTo(world.now() + 120_000);
    expect(world.nextAt()).toBeUndefined();
  });

  test("have actions that can be disabled", async () => {
    const { client, run, put } = await connected(connect);
    await put();
    await run(client.send(new DisableAlarmActionsCommand({ AlarmNames: ["web-5xx"] })));
    const { MetricAlarms } = await run(client.send(new DescribeAlarmsCommand({})));
    expect(MetricAlarms?.[0]?.ActionsEnabled).toBe(false);
  });

  test("with settings that no alarm can have are refused", async () => {
    const { put } = await connected(connect);
    await expect(put({ Period: 45 })).rejects.toMatchObject({ name: expect.stringMatching(/^Validation/) });
    await expect(put({ DatapointsToAlarm: 2 })).rejects.toMatchObject({
      name: expect.stringMatching(/^Validation/),
    });
  });
});
