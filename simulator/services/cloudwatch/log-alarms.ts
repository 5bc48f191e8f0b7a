import type { PutLogAlarmInput } from "@aws-sdk/client-cloudwatch";
import { type Operation, ServiceFault } from "../operation.ts";
import { checkComparison } from "./alarm-settings.ts";
import { configureAlarm } from "./configure-alarm.ts";

const REQUIRED = [
  "AlarmName",
  "ScheduledQueryConfiguration",
  "QueryResultsToEvaluate",
  "QueryResultsToAlarm",
  "Threshold",
  "ComparisonOperator",
] as const;

/** An alarm on the results of a scheduled query. There are no logs here: it knows nothing until somebody sets its state. */
export const putLogAlarm: Operation<PutLogAlarmInput, Record<string, never>> = {
  kind: "write",
  accepts: [
    "AlarmName",
    "AlarmDescription",
    "ActionsEnabled",
    "OKActions",
    "AlarmActions",
    "InsufficientDataActions",
    "ScheduledQueryConfiguration",
    "QueryResultsToEvaluate",
    "QueryResultsToAlarm",
    "Threshold",
    "ComparisonOperator",
    "TreatMissingData",
    "Tags",
  ],
  handle(input, { world }) {
    const missing = REQUIRED.find((name) => input[name] === undefined);
    if (missing) throw new ServiceFault("MissingParameter", `The parameter ${missing} is required.`);
    const { QueryResultsToEvaluate: looked = 0, QueryResultsToAlarm: needed = 0 } = input;
    if (looked < 1) throw invalid("QueryResultsToEvaluate must be at least 1");
    if (needed < 1 || needed > looked)
      throw invalid("QueryResultsToAlarm must be from 1 to QueryResultsToEvaluate");
    checkComparison(input);
    configureAlarm(world, "LogAlarm", { ...input, AlarmName: input.AlarmName ?? "" });
    return {};
  },
};

const invalid = (message: string): ServiceFault => new ServiceFault("ValidationError", message);
