import type { OperationTable } from "../operation.ts";
import {
  deleteAlarms,
  describeAlarms,
  disableAlarmActions,
  enableAlarmActions,
  putMetricAlarm,
  setAlarmState,
} from "./alarms.ts";
import { putLogAlarm } from "./log-alarms.ts";
import { getMetricData, getMetricStatistics, putMetricData } from "./metric-data.ts";

/** CloudWatch: the calls that are simulated, by name. */
export const operations: OperationTable = {
  DeleteAlarms: deleteAlarms,
  DescribeAlarms: describeAlarms,
  DisableAlarmActions: disableAlarmActions,
  EnableAlarmActions: enableAlarmActions,
  GetMetricData: getMetricData,
  GetMetricStatistics: getMetricStatistics,
  PutLogAlarm: putLogAlarm,
  PutMetricAlarm: putMetricAlarm,
  PutMetricData: putMetricData,
  SetAlarmState: setAlarmState,
};
