import { CloudWatchClient, GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { beforeEach, expect, it } from "vitest";
import { cloudWatchClient } from "../../src/aws/cloudwatch.ts";
import { metricData } from "../../src/aws/metric-data.ts";
import { mockAws } from "../support/aws/mock-aws.ts";

const client = cloudWatchClient({ region: "us-east-1" });
const aws = mockAws(CloudWatchClient);
beforeEach(() => aws.reset());

const question = (id: string, metric: string, statistic: string) => ({
  id,
  namespace: "AWS/ApplicationELB",
  metric,
  statistic,
  targetGroup: "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web-a/1",
  loadBalancer: "app/web/2",
});
const questions = [
  question("green_requests", "RequestCount", "Sum"),
  question("green_latency", "TargetResponseTime", "p99"),
];
const range = { sinceMs: 60_000, untilMs: 180_000 };

it("asks for all in one call, and reads values by the minute over all pages", async () => {
  aws
    .on(GetMetricDataCommand)
    .resolvesOnce({
      MetricDataResults: [
        { Id: "green_requests", Timestamps: [new Date(60_000)], Values: [600], StatusCode: "PartialData" },
        { Id: "green_latency", Timestamps: [], Values: [], StatusCode: "Complete" },
      ],
      NextToken: "more",
    })
    .resolvesOnce({
      MetricDataResults: [
        { Id: "green_requests", Timestamps: [new Date(120_000)], Values: [601], StatusCode: "Complete" },
      ],
    });
  const { values, unreadable } = await metricData(client, questions, range);
  expect(Object.fromEntries(values)).toEqual({
    green_requests: new Map([
      [60_000, 600],
      [120_000, 601],
    ]),
    green_latency: new Map(),
  });
  expect(unreadable).toBeNull();
  const [first] = aws.calls().map(({ args: [command] }) => command.input as object);
  const Dimensions = [
    { Name: "TargetGroup", Value: "targetgroup/web-a/1" },
    { Name: "LoadBalancer", Value: "app/web/2" },
  ];
  const Metric = { Namespace: "AWS/ApplicationELB", Dimensions };
  expect(first).toMatchObject({
    StartTime: new Date(60_000),
    EndTime: new Date(180_000),
    MetricDataQueries: [
      {
        Id: "green_requests",
        MetricStat: { Metric: { ...Metric, MetricName: "RequestCount" }, Period: 60, Stat: "Sum" },
      },
      {
        Id: "green_latency",
        MetricStat: { Metric: { ...Metric, MetricName: "TargetResponseTime" }, Period: 60, Stat: "p99" },
      },
    ],
  });
});

it.each(["Forbidden", "InternalError"] as const)(
  "says that CloudWatch answered %s, which is no zero",
  async (StatusCode) => {
    aws.on(GetMetricDataCommand).resolves({
      MetricDataResults: [{ Id: "green_requests", Label: "RequestCount", Values: [], StatusCode }],
    });
    expect(await metricData(client, questions, range)).toMatchObject({
      unreadable: `CloudWatch answers ${StatusCode} to RequestCount`,
    });
  },
);
