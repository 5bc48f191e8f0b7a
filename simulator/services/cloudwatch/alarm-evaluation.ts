import { type AlarmRule, COMPARISONS } from "./alarm-settings.ts";
import type { AlarmState } from "./state.ts";

/**
 * How many periods more than EvaluationPeriods an evaluation looks back. CloudWatch's own example looks at 5 for an
 * alarm of 3 (AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html), so an alarm on a metric that falls
 * silent leaves ALARM some periods late.
 */
const PERIODS_LOOKED_BACK_MORE = 2;

export const evaluationRange = (rule: AlarmRule): number => rule.evaluationPeriods + PERIODS_LOOKED_BACK_MORE;

interface Verdict {
  readonly state: AlarmState;
  readonly reason: string;
  /** The datapoints looked at, newest first. */
  readonly recent: readonly number[];
}

/**
 * The state that these datapoints put an alarm in (oldest first, one per period, undefined where nothing was measured);
 * undefined: it stays as it is. Where enough was measured, only that counts; where not, TreatMissingData fills up.
 */
export function judge(rule: AlarmRule, values: readonly (number | undefined)[]): Verdict | undefined {
  const measured = values.filter((value) => value !== undefined).slice(-rule.evaluationPeriods);
  const recent = measured.toReversed();
  const state = measured.length === 0 ? stateWithoutData(rule) : stateOf(rule, values, measured);
  return state && { state, reason: reasonFor(rule, state, recent), recent };
}

function stateWithoutData({ treatMissingData }: AlarmRule): AlarmState | undefined {
  if (treatMissingData === "breaching") return "ALARM";
  if (treatMissingData === "notBreaching") return "OK";
  return treatMissingData === "missing" ? "INSUFFICIENT_DATA" : undefined;
}

function stateOf(
  rule: AlarmRule,
  values: readonly (number | undefined)[],
  measured: readonly number[],
): AlarmState | undefined {
  const filled = rule.evaluationPeriods - measured.length;
  const breaching = measured.filter((value) => breaches(rule, value)).length;
  const counted = breaching + (rule.treatMissingData === "breaching" ? filled : 0);
  if (counted >= rule.datapointsToAlarm) return "ALARM";
  if (filled === 0 || breaching < measured.length) return "OK";
  if (rule.treatMissingData === "ignore") return undefined;
  return rule.treatMissingData === "missing" && isOldBreach(rule, values) ? "ALARM" : "OK";
}

/** An alarm that treats missing data as missing goes off once its oldest breach is as old as DatapointsToAlarm. */
function isOldBreach(rule: AlarmRule, values: readonly (number | undefined)[]): boolean {
  const recent = values.slice(-rule.evaluationPeriods);
  const oldest = recent.findIndex((value) => value !== undefined);
  return oldest >= 0 && recent.length - oldest >= rule.datapointsToAlarm;
}

const breaches = (rule: AlarmRule, value: number): boolean =>
  COMPARISONS[rule.comparison].holds(value, rule.threshold);

function reasonFor(rule: AlarmRule, state: AlarmState, recent: readonly number[]): string {
  if (state === "INSUFFICIENT_DATA")
    return `Insufficient Data: ${points(rule.evaluationPeriods)} ${rule.evaluationPeriods === 1 ? "was" : "were"} unknown.`;
  const { words } = COMPARISONS[rule.comparison];
  const shown = rule.threshold.toFixed(1);
  if (recent.length === 0)
    return `Threshold Crossed: no datapoints were received for ${rule.evaluationPeriods} period${rule.evaluationPeriods === 1 ? "" : "s"} and ${points(rule.evaluationPeriods)} ${rule.evaluationPeriods === 1 ? "was" : "were"} treated as [${state === "ALARM" ? "Breaching" : "NonBreaching"}].`;
  const many = recent.filter((value) => breaches(rule, value) === (state === "ALARM")).length;
  const not = state === "ALARM" ? "" : "not ";
  const list = recent.map((value) => value.toFixed(1)).join(", ");
  return `Threshold Crossed: ${many} out of the last ${points(recent.length)} [${list}] ${many === 1 ? "was" : "were"} ${not}${words} the threshold (${shown}).`;
}

const points = (count: number): string => `${count} datapoint${count === 1 ? "" : "s"}`;
