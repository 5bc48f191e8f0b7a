import type { PutMetricAlarmInput } from "@aws-sdk/client-cloudwatch";
import { ServiceFault } from "../operation.ts";
import type { MetricName } from "./metrics.ts";
import type { AlarmRecord } from "./state.ts";

/** The settings of a metric alarm that can be evaluated: one metric against a fixed threshold. */
export interface AlarmRule {
  readonly metric: MetricName;
  readonly statistic: string;
  /** Seconds. */
  readonly period: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly threshold: number;
  readonly comparison: Comparison;
  readonly treatMissingData: MissingData;
}

type Comparison = keyof typeof COMPARISONS;
export type MissingData = "missing" | "ignore" | "breaching" | "notBreaching";

/** How a value breaches, and the words that CloudWatch's reasons say it with. */
export const COMPARISONS = {
  GreaterThanOrEqualToThreshold: {
    words: "greater than or equal to",
    holds: (value: number, than: number) => value >= than,
  },
  GreaterThanThreshold: { words: "greater than", holds: (value: number, than: number) => value > than },
  LessThanThreshold: { words: "less than", holds: (value: number, than: number) => value < than },
  LessThanOrEqualToThreshold: {
    words: "less than or equal to",
    holds: (value: number, than: number) => value <= than,
  },
} as const;

const MISSING_DATA: readonly string[] = ["missing", "ignore", "breaching", "notBreaching"];
const STATISTICS: readonly string[] = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"];

const REQUIRED = [
  "AlarmName",
  "Namespace",
  "MetricName",
  "Statistic",
  "Period",
  "EvaluationPeriods",
  "Threshold",
  "ComparisonOperator",
] as const;

/** Checks PutMetricAlarm's input. Throws `ValidationError` or `MissingParameter` with the parameter's name. */
export function checkAlarmInput(input: PutMetricAlarmInput): void {
  const missing = REQUIRED.find((name) => input[name] === undefined);
  if (missing) throw new ServiceFault("MissingParameter", `The parameter ${missing} is required.`);
  checkPeriods(input);
  checkComparison(input);
  const { Statistic = "" } = input;
  if (!STATISTICS.includes(Statistic)) throw invalid(`Statistic '${Statistic}' is not valid`);
}

function checkPeriods(input: PutMetricAlarmInput): void {
  const { Period: period = 0, EvaluationPeriods: periods = 0, DatapointsToAlarm: needed = periods } = input;
  if (![10, 20, 30].includes(period) && (period <= 0 || period % 60 !== 0))
    throw invalid("Period must be 10, 20, 30 or a multiple of 60");
  if (periods < 1) throw invalid("EvaluationPeriods must be at least 1");
  if (needed < 1 || needed > periods) throw invalid("DatapointsToAlarm must be from 1 to EvaluationPeriods");
}

/** Checks how an alarm of any type compares, and what it makes of missing data. Throws `ValidationError`. */
export function checkComparison(
  input: Pick<PutMetricAlarmInput, "ComparisonOperator" | "TreatMissingData">,
): void {
  const { ComparisonOperator = "", TreatMissingData = "missing" } = input;
  if (!(ComparisonOperator in COMPARISONS))
    throw invalid(`ComparisonOperator '${ComparisonOperator}' is not simulated`);
  if (!MISSING_DATA.includes(TreatMissingData))
    throw invalid(`TreatMissingData '${TreatMissingData}' is not valid`);
}

/** The settings of an alarm, read; undefined for an alarm on an expression, which nothing here evaluates. */
export function alarmRule({ settings }: AlarmRecord): AlarmRule | undefined {
  const input = settings as Partial<PutMetricAlarmInput>;
  const { Namespace: namespace, MetricName: name, Period: period, Threshold: threshold } = input;
  if (namespace === undefined || name === undefined || period === undefined || threshold === undefined)
    return undefined;
  const { EvaluationPeriods: evaluationPeriods = 1, ComparisonOperator: comparison } = input;
  if (comparison === undefined || !(comparison in COMPARISONS)) return undefined;
  const dimensions = Object.fromEntries(
    (input.Dimensions ?? []).map((each) => [each.Name ?? "", each.Value ?? ""]),
  );
  return {
    metric: { namespace, name, dimensions },
    statistic: input.Statistic ?? "Average",
    period,
    evaluationPeriods,
    datapointsToAlarm: input.DatapointsToAlarm ?? evaluationPeriods,
    threshold,
    comparison: comparison as Comparison,
    treatMissingData: (input.TreatMissingData ?? "missing") as MissingData,
  };
}

const invalid = (message: string): ServiceFault => new ServiceFault("ValidationError", message);
