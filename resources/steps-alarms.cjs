const { stepFunctions } = require("./machine-functions.cjs");

/** A metric-math alarm takes ten metrics at most, and the sum is one of them (CloudWatch's quotas). */
const FUNCTIONS_AN_ALARM = 9;

/**
 * Errors of some of the machines' functions, summed up.
 * @param {string[]} ids
 */
const errorMetrics = (ids) => [
  ...ids.map((id, index) => ({
    Id: `m${index}`,
    ReturnData: false,
    MetricStat: {
      Metric: {
        Namespace: "AWS/Lambda",
        MetricName: "Errors",
        Dimensions: [{ Name: "FunctionName", Value: { Ref: id } }],
      },
      Period: 300,
      Stat: "Sum",
    },
  })),
  { Id: "errors", Expression: "SUM(METRICS())", Label: "errors of steps" },
];

/** One error of a step is tried again and is no news; errors that go on are. As many alarms as hold them. */
const Resources = Object.fromEntries(
  Array.from({ length: Math.ceil(stepFunctions.length / FUNCTIONS_AN_ALARM) }, (_, index) => [
    index === 0 ? "StepsAlarm" : `StepsAlarm${index + 1}`,
    {
      Type: "AWS::CloudWatch::Alarm",
      Properties: {
        AlarmDescription:
          "The functions of rollouts, recycles and retirements keep failing. Their logs have the errors; `moult doctor` looks at roles and table.",
        Metrics: errorMetrics(
          stepFunctions.slice(index * FUNCTIONS_AN_ALARM, (index + 1) * FUNCTIONS_AN_ALARM),
        ),
        EvaluationPeriods: 3,
        Threshold: 3,
        ComparisonOperator: "GreaterThanThreshold",
        TreatMissingData: "notBreaching",
        AlarmActions: [{ Ref: "AlarmTopic" }],
      },
    },
  ]),
);

module.exports = { Resources };
