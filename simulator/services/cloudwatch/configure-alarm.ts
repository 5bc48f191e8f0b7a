import type { PutMetricAlarmInput } from "@aws-sdk/client-cloudwatch";
import type { World } from "../../world/world.ts";
import type { AlarmRecord } from "./state.ts";

/**
 * Creates a metric alarm, or gives an existing one new settings in place of all it had. A new alarm knows nothing until
 * its first evaluation; an existing one keeps its state until then (PutMetricAlarm). Answers the alarm.
 */
export function configureAlarm(
  world: World,
  input: PutMetricAlarmInput & { AlarmName: string },
): AlarmRecord {
  const { AlarmName: name, Tags: tags = [], ...settings } = input;
  const known = world.state.alarms.get(name);
  const alarm: AlarmRecord = known ?? {
    name,
    arn: world.arn("cloudwatch", `alarm:${name}`),
    settings: {},
    state: "INSUFFICIENT_DATA",
    stateReason: "Unchecked: Initial alarm creation",
    stateUpdatedAt: world.now(),
    tags: tags.map(({ Key = "", Value = "" }) => ({ key: Key, value: Value })),
  };
  alarm.settings = { ...settings };
  alarm.configuredAt = world.now();
  world.state.alarms.set(name, alarm);
  world.happened("monitoring", "alarm-configured", name);
  return alarm;
}
