import {
  PutLogAlarmCommand,
  PutMetricAlarmCommand,
  type PutMetricAlarmInput,
} from "@aws-sdk/client-cloudwatch";
import { changeAlarmState } from "../../../simulator/services/cloudwatch/alarm-state.ts";
import type { Web } from "./harness.ts";

/** An alarm that nothing but a person's word rings. */
export async function putAlarm(web: Web, more: Partial<PutMetricAlarmInput> = {}): Promise<void> {
  await web.person.cloudWatch.send(
    new PutMetricAlarmCommand({
      AlarmName: "web-sad",
      Namespace: "web",
      MetricName: "sad",
      Statistic: "Sum",
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 1,
      ComparisonOperator: "GreaterThanThreshold",
      TreatMissingData: "ignore",
      ...more,
    }),
  );
  setAlarm(web, "OK");
}

/** The same as an alarm on the results of a query of the logs: CloudWatch's third type. */
export async function putLogAlarm(web: Web): Promise<void> {
  await web.person.cloudWatch.send(
    new PutLogAlarmCommand({
      AlarmName: "web-sad",
      ScheduledQueryConfiguration: {
        QueryString: "filter level = 'ERROR'",
        LogGroupIdentifiers: ["/web"],
        ScheduledQueryRoleARN: "arn:aws:iam::123456789012:role/query",
        ScheduleConfiguration: { ScheduleExpression: "rate(1 minute)", StartTimeOffset: 300 },
        AggregationExpression: "count(*)",
      },
      QueryResultsToEvaluate: 1,
      QueryResultsToAlarm: 1,
      Threshold: 1,
      ComparisonOperator: "GreaterThanThreshold",
    }),
  );
  setAlarm(web, "OK");
}

/** Puts that alarm into a state. */
export function setAlarm(web: Web, state: "ALARM" | "OK"): void {
  const alarm = web.simulator.world.state.alarms.get("web-sad");
  if (alarm === undefined) throw new Error("There is no alarm web-sad.");
  changeAlarmState(web.simulator.world, alarm, { state, reason: "users are sad", reasonData: undefined });
}

/** What an alarm's dimensions say of green's target group. */
export const onGreen = ({ account }: Web): Partial<PutMetricAlarmInput> => ({
  Dimensions: [{ Name: "TargetGroup", Value: (account.targetGroups[1] ?? "").split(/:(?=targetgroup)/u)[1] }],
});

/** Weight of green's target group in the listener. */
export function greenWeight({ simulator, account }: Web): number {
  const actions = [...simulator.world.state.rules.values()].flatMap((rule) => rule.actions);
  const groups = actions.flatMap((action) => (action.type === "forward" ? action.forward.targetGroups : []));
  return groups.find(({ arn }) => arn === account.targetGroups[1])?.weight ?? 0;
}
