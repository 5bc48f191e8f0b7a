import {
  type CloudWatchClient,
  type CompositeAlarm,
  DescribeAlarmsCommand,
  type Dimension,
  type LogAlarm,
  type MetricAlarm,
} from "@aws-sdk/client-cloudwatch";
import type { AlarmReading } from "../domain/gate.ts";
import { chunk } from "./describe-existing.ts";
import { allPages } from "./pages.ts";

/** AlarmNames and MaxRecords per call (CW/DescribeAlarms). */
const ALARMS_AT_ONCE = 100;

/** The alarms of these names that exist, of every type. Makes no call for no names. */
export async function describeAlarms(
  client: CloudWatchClient,
  names: readonly string[],
): Promise<AlarmReading[]> {
  const answers = await Promise.all(
    chunk(names, ALARMS_AT_ONCE).map((AlarmNames) =>
      allPages(async (NextToken) => {
        const answer = await client.send(
          new DescribeAlarmsCommand({
            AlarmNames,
            // Left out, it means metric alarms only.
            AlarmTypes: ["MetricAlarm", "CompositeAlarm", "LogAlarm"],
            MaxRecords: ALARMS_AT_ONCE,
            NextToken,
          }),
        );
        const { MetricAlarms = [], CompositeAlarms = [], LogAlarms = [] } = answer;
        return {
          items: [...MetricAlarms.map(ofMetric), ...CompositeAlarms.map(ofOther), ...LogAlarms.map(ofOther)],
          next: answer.NextToken,
        };
      }),
    ),
  );
  return answers.flat();
}

function ofMetric(alarm: MetricAlarm): AlarmReading {
  const stats = (alarm.Metrics ?? []).flatMap(({ MetricStat, Period }) => [
    { period: MetricStat?.Period ?? Period, dimensions: MetricStat?.Metric?.Dimensions },
  ]);
  const periods = [alarm.Period, ...stats.map(({ period }) => period)].filter((each) => each !== undefined);
  const dimensions = [alarm.Dimensions, ...stats.map((each) => each.dimensions)].flatMap(
    (each) => each ?? [],
  );
  return {
    ...ofOther(alarm),
    targetGroups: targetGroupsIn(dimensions),
    evaluation:
      periods.length === 0
        ? null
        : { periodSeconds: Math.max(...periods), periods: alarm.EvaluationPeriods ?? 1 },
  };
}

function ofOther(alarm: MetricAlarm | CompositeAlarm | LogAlarm): AlarmReading {
  const { AlarmName: name = "", StateValue: state = "INSUFFICIENT_DATA", StateReason: reason = "" } = alarm;
  return {
    name,
    state,
    reason,
    // StateUpdatedTimestamp moves without a change of state, too (CW/MetricAlarm).
    since: alarm.StateTransitionedTimestamp?.getTime() ?? null,
    trouble: ("EvaluationState" in alarm ? alarm.EvaluationState : undefined) ?? null,
    targetGroups: [],
    evaluation: null,
  };
}

const targetGroupsIn = (dimensions: readonly Dimension[]): string[] => [
  ...new Set(dimensions.flatMap(({ Name, Value }) => (Name === "TargetGroup" && Value ? [Value] : []))),
];
