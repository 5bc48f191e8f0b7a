import type { PutLogAlarmInput, PutMetricAlarmInput } from "@aws-sdk/client-cloudwatch";
import type { World } from "../../world/world.ts";
import { ServiceFault } from "../operation.ts";
import type { AlarmRecord, AlarmType } from "./state.ts";

/**
 * Creates an alarm, or gives an existing one of its type new settings in place of all it had. A new alarm knows nothing until
 * its first evaluation; an existing one keeps its state until then (PutMetricAlarm). Answers the alarm.
 */
export function configureAlarm(
  world: World,
  type: AlarmType,
  input: (PutMetricAlarmInput | PutLogAlarmInput) & { AlarmName: string },
): AlarmRecord {
  const { AlarmName: name, Tags: tags = [], ...settings } = input;
  const known = world.state.alarms.get(name);
  // An assumption: names are one alarm's each in an account and Region, and nothing says what becomes of another type's.
  if (known !== undefined && (known.type ?? "MetricAlarm") !== type)
    throw new ServiceFault("ValidationError", `${name} is an alarm of another type`);
  const alarm: AlarmRecord = known ?? {
    name,
    type,
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
