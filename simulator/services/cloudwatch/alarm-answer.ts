import type { MetricAlarm } from "@aws-sdk/client-cloudwatch";
import type { AlarmRecord } from "./state.ts";

/** An alarm as the API shows it: what was put, and the state it is in. Tags are not part of it. */
export function apiAlarm(record: AlarmRecord): MetricAlarm {
  const { Tags: _tags, ...settings } = record.settings;
  const { stateUpdatedAt, stateSetAt = 0 } = record;
  return {
    ActionsEnabled: true,
    OKActions: [],
    AlarmActions: [],
    InsufficientDataActions: [],
    Dimensions: [],
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
