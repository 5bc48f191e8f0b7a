import type { World } from "../../world/world.ts";
import { evaluationRange, judge } from "./alarm-evaluation.ts";
import { type AlarmRule, alarmRule } from "./alarm-settings.ts";
import { changeAlarmState, timestamp } from "./alarm-state.ts";
import { datapoints, statistic } from "./metrics.ts";
import type { AlarmRecord } from "./state.ts";

/** How long after a period's end it is evaluated: its datapoints arrive a little late. An assumption, in seconds. */
const EVALUATION_DELAY = 5;

/** Evaluates alarms, each at the end of each of its periods, from when it is configured until it is deleted. */
export function attach(world: World): void {
  world.onWorldEvent(({ service, kind, subject }) => {
    if (service !== "monitoring" || kind !== "alarm-configured") return;
    const alarm = world.state.alarms.get(subject);
    if (alarm) scheduleEvaluation(world, alarm);
  });
}

function scheduleEvaluation(world: World, alarm: AlarmRecord): void {
  const rule = alarmRule(alarm);
  if (rule === undefined) return;
  const at = lastPeriodEnd(world.now(), rule) + (rule.period + EVALUATION_DELAY) * 1000;
  alarm.nextEvaluationAt = at;
  const { name } = alarm;
  world.after((at - world.now()) / 1000, () => evaluate(world, name));
}

/** The end of the last period whose datapoints are in. */
function lastPeriodEnd(now: number, { period }: AlarmRule): number {
  return Math.floor((now / 1000 - EVALUATION_DELAY) / period) * period * 1000;
}

// The alarm may be gone, or configured anew with another period, since this was scheduled.
function evaluate(world: World, name: string): void {
  const alarm = world.state.alarms.get(name);
  const rule = alarm && alarmRule(alarm);
  if (alarm === undefined || rule === undefined || alarm.nextEvaluationAt !== world.now()) return;
  scheduleEvaluation(world, alarm);
  const end = lastPeriodEnd(world.now(), rule);
  const verdict = judge(rule, valuesUpTo(world, rule, end));
  if (verdict === undefined) return;
  const { state, reason, recent } = verdict;
  changeAlarmState(world, alarm, { state, reason, reasonData: reasonData(world, rule, recent) });
}

/** One value for each period looked at, oldest first. */
function valuesUpTo(world: World, rule: AlarmRule, end: number): (number | undefined)[] {
  const { period, metric } = rule;
  const count = evaluationRange(rule);
  const start = end - count * period * 1000;
  const found = datapoints(world.state, metric, { start, end, period });
  return Array.from({ length: count }, (_, index) => {
    const point = found.get(start + index * period * 1000);
    return point && statistic(point, rule.statistic);
  });
}

function reasonData(world: World, rule: AlarmRule, recent: readonly number[]): string {
  const { statistic: name, period, threshold } = rule;
  const queryDate = timestamp(world.now());
  return JSON.stringify({
    version: "1.0",
    queryDate,
    statistic: name,
    period,
    recentDatapoints: recent,
    threshold,
  });
}
