import { expect, test } from "vitest";
import { observeMetrics } from "../../../../src/rollout/gates/observe/metrics.ts";
import { fakeWork } from "../../../support/rollout/fake-work.ts";

const MINUTE = 60_000;
const ERRORS = { kind: "metric" as const, metric: "target-5xx" as const, worseThanBlue: "2x" };
const SLOW = { kind: "metric" as const, metric: "latency-p99" as const, max: "1s" };
const HOSTS = { kind: "metric" as const, metric: "healthy-hosts" as const, min: 2 };

const at = (setAt: number, gates: object[], answers = {}) =>
  fakeWork({
    declaration: { gates: gates as never },
    record: { traffic: { step: 1, setPercent: 10, setAt, observedPercent: 10, agreeingReads: 1 } },
    answers,
  });

interface Query {
  readonly Id: string;
  readonly MetricStat: { readonly Stat: string; readonly Metric: { MetricName: string; Namespace: string } };
}

test("nothing is asked before a whole minute of green's share can be read", async () => {
  const { work, sent } = at(900_000, [ERRORS]);
  expect(await observeMetrics(work)).toMatchObject({ shareSince: 900_000, unreadable: null, pairs: [{}] });
  expect(sent).toEqual([]);
});

test("one call has what all gates need of both sides, from a quarter of an hour before", async () => {
  // 1,000,000 ms is 16 minutes and 40 seconds: the last whole minute began with the fourteenth.
  const { work, sent } = at(13.5 * MINUTE, [ERRORS, SLOW, HOSTS], {
    GetMetricData: () => ({
      MetricDataResults: [
        { Id: "green0_requests", Timestamps: [new Date(14 * MINUTE)], Values: [600] },
        { Id: "green0_latency", Timestamps: [new Date(14 * MINUTE)], Values: [0.25] },
        { Id: "blue0_hosts", Timestamps: [new Date(14 * MINUTE)], Values: [4] },
      ],
    }),
  });
  const { pairs } = await observeMetrics(work);
  expect(pairs).toHaveLength(1);
  expect(pairs[0]).toMatchObject({
    name: "b",
    green: { requests: new Map([[14 * MINUTE, 600]]), latency: new Map([[14 * MINUTE, 250]]) },
    blue: { hosts: new Map([[14 * MINUTE, 4]]), requests: new Map() },
  });
  expect(sent).toHaveLength(1);
  const input = sent[0]?.input as { StartTime: Date; EndTime: Date; MetricDataQueries: Query[] };
  expect([input.StartTime.getTime(), input.EndTime.getTime()]).toEqual([-2 * MINUTE, 15 * MINUTE]);
  const asked = input.MetricDataQueries.map(
    ({ Id, MetricStat }) => `${Id} ${MetricStat.Stat} ${MetricStat.Metric.MetricName}`,
  );
  expect(asked).toEqual(
    ["green0", "blue0"].flatMap((side) => [
      `${side}_requests Sum RequestCount`,
      `${side}_errors Sum HTTPCode_Target_5XX_Count`,
      `${side}_latency p99 TargetResponseTime`,
      `${side}_hosts Minimum HealthyHostCount`,
    ]),
  );
  expect(input.MetricDataQueries[0]).toMatchObject({
    MetricStat: {
      Metric: {
        Namespace: "AWS/ApplicationELB",
        Dimensions: [
          { Name: "TargetGroup", Value: "targetgroup/b/2" },
          { Name: "LoadBalancer", Value: "app/web/1" },
        ],
      },
    },
  });
});

test("of a Network Load Balancer it is asked in its namespace", async () => {
  const arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012";
  const { work, sent } = fakeWork({
    traffic: {
      strategy: "nlb-weighted",
      listener: `${arn}:listener/net/web/1/2`,
      targetGroups: [`${arn}:targetgroup/a/1`, `${arn}:targetgroup/b/2`],
    },
    declaration: { gates: [HOSTS] },
    record: { traffic: { step: 1, setPercent: 10, setAt: 0, observedPercent: 10, agreeingReads: 1 } },
  });
  await observeMetrics(work);
  const { MetricDataQueries = [] } = (sent[0]?.input ?? {}) as { MetricDataQueries?: Query[] };
  expect(MetricDataQueries.map(({ MetricStat }) => MetricStat.Metric.Namespace)).toEqual([
    "AWS/NetworkELB",
    "AWS/NetworkELB",
  ]);
});
