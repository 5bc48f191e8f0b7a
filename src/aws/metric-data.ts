import {
  type CloudWatchClient,
  GetMetricDataCommand,
  type MetricDataQuery,
} from "@aws-sdk/client-cloudwatch";
import { allPages } from "./pages.ts";

/** One metric of a target group. */
export interface MetricQuestion {
  /** Letters, digits and underscores, beginning with a small letter (CW/MetricDataQuery). */
  readonly id: string;
  readonly namespace: string;
  readonly metric: string;
  readonly statistic: string;
  readonly targetGroup: string;
  /** As CloudWatch names it: `app/web/0123456789abcdef`. */
  readonly loadBalancer: string;
}

interface MetricAnswers {
  /** Values by question and by the instant their minute began; a minute without a value is not in it. */
  readonly values: ReadonlyMap<string, ReadonlyMap<number, number>>;
  /** Why a question was not answered, in words; null: all were. */
  readonly unreadable: string | null;
}

const PERIOD_SECONDS = 60;

/**
 * The values of several metrics by the minute, in one call (up to 500 metrics and 100,800 values; CW/GetMetricData). `untilMs`
 * is not part of it. A metric that nobody has measured answers no values, which is no error.
 */
export async function metricData(
  client: CloudWatchClient,
  questions: readonly MetricQuestion[],
  { sinceMs, untilMs }: { readonly sinceMs: number; readonly untilMs: number },
): Promise<MetricAnswers> {
  const MetricDataQueries = questions.map(queryOf);
  const results = await allPages(async (NextToken) => {
    const answer = await client.send(
      new GetMetricDataCommand({
        StartTime: new Date(sinceMs),
        EndTime: new Date(untilMs),
        ScanBy: "TimestampAscending",
        MetricDataQueries,
        NextToken,
      }),
    );
    return { items: answer.MetricDataResults, next: answer.NextToken };
  });
  const values = new Map(questions.map(({ id }) => [id, new Map<number, number>()]));
  for (const { Id = "", Timestamps = [], Values = [] } of results)
    for (const [index, at] of Timestamps.entries()) values.get(Id)?.set(at.getTime(), Values[index] ?? 0);
  // `PartialData` says that a next page has more of it: the pages are all here.
  const refused = results.find(
    ({ StatusCode }) => StatusCode === "Forbidden" || StatusCode === "InternalError",
  );
  return {
    values,
    unreadable: refused ? `CloudWatch answers ${refused.StatusCode} to ${refused.Label ?? refused.Id}` : null,
  };
}

function queryOf({
  id,
  namespace,
  metric,
  statistic,
  targetGroup,
  loadBalancer,
}: MetricQuestion): MetricDataQuery {
  const Dimensions = [
    { Name: "TargetGroup", Value: targetGroup.slice(targetGroup.indexOf("targetgroup/")) },
    { Name: "LoadBalancer", Value: loadBalancer },
  ];
  const Metric = { Namespace: namespace, MetricName: metric, Dimensions };
  return { Id: id, MetricStat: { Metric, Period: PERIOD_SECONDS, Stat: statistic } };
}
