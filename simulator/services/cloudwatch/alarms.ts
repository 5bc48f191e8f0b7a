import type {
  DeleteAlarmsInput,
  DescribeAlarmsInput,
  DescribeAlarmsOutput,
  DisableAlarmActionsInput,
  EnableAlarmActionsInput,
  PutMetricAlarmInput,
  SetAlarmStateInput,
} from "@aws-sdk/client-cloudwatch";
import type { World } from "../../world/world.ts";
import { type Operation, paginate, ServiceFault } from "../operation.ts";
import { apiAlarm, apiLogAlarm } from "./alarm-answer.ts";
import { checkAlarmInput } from "./alarm-settings.ts";
import { changeAlarmState } from "./alarm-state.ts";
import { configureAlarm } from "./configure-alarm.ts";

type Empty = Record<string, never>;

const MOST_NAMES = 100;
const STATES: readonly string[] = ["OK", "ALARM", "INSUFFICIENT_DATA"];

export const putMetricAlarm: Operation<PutMetricAlarmInput, Empty> = {
  kind: "write",
  accepts: [
    "AlarmName",
    "AlarmDescription",
    "ActionsEnabled",
    "OKActions",
    "AlarmActions",
    "InsufficientDataActions",
    "MetricName",
    "Namespace",
    "Statistic",
    "Dimensions",
    "Period",
    "Unit",
    "EvaluationPeriods",
    "DatapointsToAlarm",
    "Threshold",
    "ComparisonOperator",
    "TreatMissingData",
    "Tags",
  ],
  handle(input, { world }) {
    checkAlarmInput(input);
    configureAlarm(world, "MetricAlarm", { ...input, AlarmName: input.AlarmName ?? "" });
    return {};
  },
};

export const describeAlarms: Operation<DescribeAlarmsInput, DescribeAlarmsOutput> = {
  kind: "read",
  accepts: [
    "AlarmNames",
    "AlarmNamePrefix",
    "AlarmTypes",
    "StateValue",
    "ActionPrefix",
    "MaxRecords",
    "NextToken",
  ],
  handle(input, { state }) {
    const { AlarmNames: names, AlarmNamePrefix: prefix, MaxRecords: size = 50 } = input;
    if (names && names.length > MOST_NAMES) throw invalid(`AlarmNames can have at most ${MOST_NAMES} names`);
    if (names && prefix !== undefined)
      throw invalid("AlarmNames and AlarmNamePrefix cannot be used together");
    if (size < 1 || size > 100) throw invalid("MaxRecords must be from 1 to 100");
    // Without AlarmTypes CloudWatch answers metric alarms only.
    const types: readonly string[] = input.AlarmTypes ?? ["MetricAlarm"];
    const found = [...state.alarms.values()]
      .filter((alarm) => types.includes(alarm.type ?? "MetricAlarm") && (names?.includes(alarm.name) ?? true))
      .filter((alarm) => alarm.name.startsWith(prefix ?? ""))
      .filter((alarm) => input.StateValue === undefined || alarm.state === input.StateValue)
      .filter((alarm) => input.ActionPrefix === undefined || hasAction(alarm.settings, input.ActionPrefix))
      .toSorted((one, other) => (one.name < other.name ? -1 : 1));
    const { page, nextToken } = paginate(found, size, input.NextToken);
    return {
      MetricAlarms: page.filter(({ type }) => type !== "LogAlarm").map(apiAlarm),
      CompositeAlarms: [],
      LogAlarms: page.filter(({ type }) => type === "LogAlarm").map(apiLogAlarm),
      ...(nextToken && { NextToken: nextToken }),
    };
  },
};

export const deleteAlarms: Operation<DeleteAlarmsInput, Empty> = {
  kind: "write",
  accepts: ["AlarmNames"],
  handle({ AlarmNames: names = [] }, { world }) {
    if (names.length > MOST_NAMES) throw invalid(`AlarmNames can have at most ${MOST_NAMES} names`);
    const missing = names.filter((name) => !world.state.alarms.has(name));
    // If one does not exist, none is deleted (DeleteAlarms).
    if (missing.length > 0) throw notFound(missing.join(", "));
    for (const name of names) world.state.alarms.delete(name);
    return {};
  },
};

export const setAlarmState: Operation<SetAlarmStateInput, Empty> = {
  kind: "write",
  accepts: ["AlarmName", "StateValue", "StateReason", "StateReasonData"],
  handle(input, { world }) {
    const alarm = world.state.alarms.get(input.AlarmName ?? "");
    if (alarm === undefined) throw notFound(input.AlarmName ?? "");
    const { StateValue: state, StateReason: reason = "", StateReasonData: reasonData } = input;
    if (state === undefined || !STATES.includes(state)) throw invalid(`StateValue '${state}' is not valid`);
    changeAlarmState(world, alarm, { state, reason, reasonData });
    alarm.stateSetAt = world.now();
    return {};
  },
};

export const disableAlarmActions: Operation<DisableAlarmActionsInput, Empty> = {
  kind: "write",
  accepts: ["AlarmNames"],
  handle: ({ AlarmNames }, { world }) => switchActions(world, AlarmNames, false),
};

export const enableAlarmActions: Operation<EnableAlarmActionsInput, Empty> = {
  kind: "write",
  accepts: ["AlarmNames"],
  handle: ({ AlarmNames }, { world }) => switchActions(world, AlarmNames, true),
};

function switchActions(world: World, names: readonly string[] | undefined, enabled: boolean): Empty {
  for (const name of names ?? []) {
    const alarm = world.state.alarms.get(name);
    if (alarm) alarm.settings = { ...alarm.settings, ActionsEnabled: enabled };
  }
  return {};
}

function hasAction(settings: Readonly<Record<string, unknown>>, prefix: string): boolean {
  const lists = [settings["AlarmActions"], settings["OKActions"], settings["InsufficientDataActions"]];
  return lists.flat().some((action) => typeof action === "string" && action.startsWith(prefix));
}

const invalid = (message: string): ServiceFault => new ServiceFault("ValidationError", message);
const notFound = (names: string): ServiceFault =>
  new ServiceFault("ResourceNotFound", `Alarm not found: ${names}`, 404);
