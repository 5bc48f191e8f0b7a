import type { Tag } from "../ec2/state.ts";

export type AlarmState = "OK" | "ALARM" | "INSUFFICIENT_DATA";

export interface AlarmRecord {
  readonly name: string;
  readonly arn: string;
  /** PutMetricAlarm's input, as given. */
  settings: Readonly<Record<string, unknown>>;
  state: AlarmState;
  stateReason: string;
  stateUpdatedAt: number;
  tags: Tag[];
}
