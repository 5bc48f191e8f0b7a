import type { World } from "../../world/world.ts";
import { alarmRule } from "./alarm-settings.ts";
import type { AlarmRecord, AlarmState } from "./state.ts";

interface NewAlarmState {
  readonly state: AlarmState;
  readonly reason: string;
  /** JSON text. */
  readonly reasonData: string | undefined;
}

/** Puts an alarm into a state. A change is told to the world and to EventBridge; the same state again is not. */
export function changeAlarmState(world: World, alarm: AlarmRecord, next: NewAlarmState): void {
  const before = shownState(alarm);
  const changed = alarm.state !== next.state;
  alarm.state = next.state;
  alarm.stateReason = next.reason;
  if (next.reasonData === undefined) delete alarm.stateReasonData;
  else alarm.stateReasonData = next.reasonData;
  if (!changed) return;
  alarm.stateUpdatedAt = world.now();
  world.happened("monitoring", "alarm-state-changed", alarm.name, {
    state: next.state,
    previous: before.value,
  });
  world.emit({
    "detail-type": "CloudWatch Alarm State Change",
    source: "aws.cloudwatch",
    resources: [alarm.arn],
    detail: {
      alarmName: alarm.name,
      configuration: configuration(world, alarm),
      previousState: before,
      state: shownState(alarm),
    },
  });
}

function shownState(alarm: AlarmRecord) {
  return {
    reason: alarm.stateReason,
    ...(alarm.stateReasonData !== undefined && { reasonData: alarm.stateReasonData }),
    timestamp: timestamp(alarm.stateUpdatedAt),
    value: alarm.state,
  };
}

function configuration(world: World, alarm: AlarmRecord): Record<string, unknown> {
  const description = alarm.settings["AlarmDescription"];
  const rule = alarmRule(alarm);
  const metricStat = rule && {
    metric: { dimensions: rule.metric.dimensions, name: rule.metric.name, namespace: rule.metric.namespace },
    period: rule.period,
    stat: rule.statistic,
  };
  return {
    ...(typeof description === "string" && { description }),
    ...(metricStat && { metrics: [{ id: world.newUuid(), metricStat, returnData: true }] }),
  };
}

/** `2026-11-20T10:00:00.989+0000`, as CloudWatch writes times inside its events. */
export const timestamp = (instant: number): string => new Date(instant).toISOString().replace("Z", "+0000");
