import type { Tag } from "../ec2/state.ts";

export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

/** Composite alarms there are none. */
export type AlarmType = "MetricAlarm" | "LogAlarm";

export interface AlarmRecord {
  readonly name: string;
  /** Left out: a metric alarm. */
  readonly type?: AlarmType;
  readonly arn: string;
  /** The input of PutMetricAlarm or PutLogAlarm, as given. */
  settings: Readonly<Record<string, unknown>>;
  state: AlarmState;
  stateReason: string;
  /** When it changed to another state last. */
  stateUpdatedAt: number;
  /** When somebody set it last, to whatever state. */
  stateSetAt?: number;
  /** JSON text about the evaluation that led to the state, as the API and the events carry it. */
  stateReasonData?: string;
  configuredAt?: number;
  /** When the alarm is evaluated next; absent while nothing evaluates it. */
  nextEvaluationAt?: number;
  tags: Tag[];
}

/** What was measured in one minute, or in one second of a high-resolution metric. */
export interface DatapointRecord {
  readonly samples: number;
  readonly sum: number;
  readonly minimum: number;
  readonly maximum: number;
  /** How the samples are spread, of which percentiles are told; left out where only sums were put. */
  readonly spread?: readonly Spread[];
}

/** So many samples that are spread exponentially around a mean. */
export interface Spread {
  readonly mean: number;
  readonly samples: number;
  /** By how much more or fewer samples than expected are among the largest, by chance; 1: as expected. */
  readonly luck: number;
}

export interface MetricRecord {
  readonly namespace: string;
  readonly name: string;
  /** By dimension name. */
  readonly dimensions: Readonly<Record<string, string>>;
  /** By the instant the measured minute or second began, oldest first. */
  points: Map<number, DatapointRecord>;
}
