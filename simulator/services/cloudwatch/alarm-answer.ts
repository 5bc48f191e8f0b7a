import type { LogAlarm, MetricAlarm } from "@aws-sdk/client-cloudwatch";
import type { AlarmRecord } from "./state.ts";

/** A metric alarm as the API shows it. */
export const apiAlarm = (record: AlarmRecord): MetricAlarm => ({ Dimensions: [], ...shown(record) });

/** A log alarm as the API shows it. */
export const apiLogAlarm = (record: AlarmRecord): LogAlarm => shown(record);

/** What was put, and the state it is in. Tags are not part of it. */
function shown(record: AlarmRecord): MetricAlarm & LogAlarm {
  const { Tags: _tags, ...settings } = record.settings;
  const { stateUpdatedAt, stateSetAt = 0 } = record;
  return {
    ActionsEnabled: true,
    OKActions: [],
    AlarmActions: [],
    InsufficientDataActions: [],
    ...settings,
    AlarmName: record.name,
    AlarmArn: record.arn,
    AlarmConfigurationUpdatedTimestamp: new Date(record.configuredAt ?? record.stateUpdatedAt),
    StateValue: record.state,
    StateReason: record.stateReason,
    ...(record.stateReasonData !== undefined && { StateReasonData: record.stateReasonData }),
    // An update need not be another state (CW/MetricAlarm).
    StateUpdatedTimestamp: new Date(Math.max(stateUpdatedAt, stateSetAt)),
    StateTransitionedTimestamp: new Date(stateUpdatedAt),
  };
}
