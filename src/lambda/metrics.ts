/** Where the alarms of resources/attention.yml look for them. */
const NAMESPACE = "moult";

/**
 * Values as CloudWatch reads them from a line of the log, with no call and no permission (aws-facts 9: the embedded metric
 * format). `functionName` tells one deployment's from another's.
 */
export const asMetrics = (
  values: Readonly<Record<string, number>>,
  { functionName, now }: { readonly functionName: string; readonly now: number },
) => ({
  _aws: {
    Timestamp: now,
    CloudWatchMetrics: [
      {
        Namespace: NAMESPACE,
        Dimensions: [["FunctionName"]],
        Metrics: Object.keys(values).map((Name) => ({ Name, Unit: "Count" })),
      },
    ],
  },
  FunctionName: functionName,
  ...values,
});
