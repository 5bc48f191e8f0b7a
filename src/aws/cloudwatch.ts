import { CloudWatchClient, GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import type { ClientFactory } from "./clients.ts";
import { allPages } from "./pages.ts";

/** The SDK tries each call once: retries are the middleware's, in the clock that everything else runs in. */
export const cloudWatchClient: ClientFactory<"cloudWatch"> = (settings) =>
  new CloudWatchClient({ ...settings, maxAttempts: 1 });

interface RequestCountQuestion {
  readonly targetGroup: string;
  readonly loadBalancer: string;
  /** Milliseconds since 1970. Metrics are a minute or more behind. */
  readonly sinceMs: number;
  readonly untilMs: number;
}

/**
 * Requests that an Application Load Balancer sent to a target group in a time; null when CloudWatch has no datapoint,
 * which means nothing was reported (yet), not that there were none. Network Load Balancers count no requests: null.
 */
export async function requestCount(
  client: CloudWatchClient,
  question: RequestCountQuestion,
): Promise<number | null> {
  const Dimensions = [
    { Name: "TargetGroup", Value: question.targetGroup.slice(question.targetGroup.indexOf("targetgroup/")) },
    { Name: "LoadBalancer", Value: question.loadBalancer.replace(/^.*:loadbalancer\//, "") },
  ];
  const Metric = { Namespace: "AWS/ApplicationELB", MetricName: "RequestCount", Dimensions };
  const sums = await allPages(async (NextToken) => {
    const answer = await client.send(
      new GetMetricDataCommand({
        StartTime: new Date(question.sinceMs),
        EndTime: new Date(question.untilMs),
        MetricDataQueries: [{ Id: "requests", MetricStat: { Metric, Period: 60, Stat: "Sum" } }],
        NextToken,
      }),
    );
    return { items: answer.MetricDataResults?.[0]?.Values, next: answer.NextToken };
  });
  return sums.length === 0 ? null : sums.reduce((total, value) => total + value, 0);
}
