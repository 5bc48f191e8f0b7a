/** Tells this deployment's metrics from another's. */
const SERVICE = { Name: "service", Value: "${self:service}-${self:provider.stage}" };

/**
 * A metric that an expression reads.
 * @param {string} Id
 * @param {{ Namespace: string, MetricName: string, Dimensions: unknown[] }} Metric
 */
const sumOf = (Id, Metric) => ({ Id, ReturnData: false, MetricStat: { Metric, Period: 300, Stat: "Sum" } });

/** As the functions count them (src/domain/telemetry/metric-catalogue.ts); an alarm holds ten metrics, and the sum is one (aws-facts 9.5). */
const SERVICES = [
  "AutoScaling",
  "CloudWatch",
  "EC2",
  "ElasticLoadBalancingV2",
  "EventBridge",
  "Imagebuilder",
  "SFN",
  "SSM",
];

/** @param {string} MetricName */
const ofTable = (MetricName) => ({
  Namespace: "AWS/DynamoDB",
  MetricName,
  Dimensions: [{ Name: "TableName", Value: { Ref: "Ledger" } }],
});

const reported = { TreatMissingData: "notBreaching", AlarmActions: [{ Ref: "AlarmTopic" }] };

const Resources = {
  // A throttled call is repeated, and a rollout waits for it: a few are no news.
  ThrottledAlarm: {
    Type: "AWS::CloudWatch::Alarm",
    Properties: {
      AlarmDescription:
        "AWS has throttled calls for a quarter of an hour. `moult doctor` compares what is due with what the account's quotas let begin.",
      Metrics: [
        ...SERVICES.map((service, index) =>
          sumOf(`m${index}`, {
            Namespace: "moult",
            MetricName: "Throttles",
            Dimensions: [SERVICE, { Name: "kind", Value: service }],
          }),
        ),
        { Id: "throttled", Expression: "SUM(METRICS())", Label: "calls that were throttled" },
      ],
      EvaluationPeriods: 3,
      Threshold: 20,
      ComparisonOperator: "GreaterThanThreshold",
      ...reported,
    },
  },
  // The table takes more after a moment by itself: a record that cannot be read does not mend itself.
  LedgerErrorsAlarm: {
    Type: "AWS::CloudWatch::Alarm",
    Properties: {
      AlarmDescription:
        "Records of the ledger cannot be read, or the table throttles. `moult doctor` looks at the table, `moult fleet list` says which fleet cannot be read.",
      Metrics: [
        sumOf("m0", { Namespace: "moult", MetricName: "LedgerErrors", Dimensions: [SERVICE] }),
        sumOf("m1", ofTable("ReadThrottleEvents")),
        sumOf("m2", ofTable("WriteThrottleEvents")),
        {
          Id: "errors",
          Expression: "FILL(m0, 0) + FLOOR((FILL(m1, 0) + FILL(m2, 0)) / 100)",
          Label: "errors of the ledger, hundreds of throttles counted as one",
        },
      ],
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
      Threshold: 0,
      ComparisonOperator: "GreaterThanThreshold",
      ...reported,
    },
  },
};

module.exports = { Resources };
