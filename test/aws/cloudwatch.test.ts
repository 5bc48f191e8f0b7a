import { CloudWatchClient, GetMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { beforeEach, expect, it } from "vitest";
import { cloudWatchClient, requestCount } from "../../src/aws/cloudwatch.ts";
import { mockAws } from "../support/aws/mock-aws.ts";

const client = cloudWatchClient({ region: "us-east-1" });
const aws = mockAws(CloudWatchClient);
beforeEach(() => aws.reset());
const inputs = () => aws.calls().map(({ args: [command] }) => command.input as object);

it("sums a target group's requests, and tells none reported from zero", async () => {
  aws
    .on(GetMetricDataCommand)
    .resolvesOnce({ MetricDataResults: [{ Values: [3, 4] }], NextToken: "more" })
    .resolvesOnce({ MetricDataResults: [{ Values: [5] }] })
    .resolvesOnce({ MetricDataResults: [{ Values: [0] }] })
    .resolvesOnce({ MetricDataResults: [{ Values: [] }] });
  const arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012";
  const question = {
    targetGroup: `${arn}:targetgroup/web-a/1`,
    loadBalancer: `${arn}:loadbalancer/app/web/2`,
    sinceMs: 0,
    untilMs: 60_000,
  };
  expect(await requestCount(client, question)).toBe(12);
  expect(inputs()[0]).toMatchObject({
    StartTime: new Date(0),
    MetricDataQueries: [
      {
        MetricStat: {
          Metric: {
            Dimensions: [
              { Name: "TargetGroup", Value: "targetgroup/web-a/1" },
              { Name: "LoadBalancer", Value: "app/web/2" },
            ],
          },
        },
      },
    ],
  });
  expect(await requestCount(client, question)).toBe(0);
  expect(await requestCount(client, question)).toBeNull();
});
