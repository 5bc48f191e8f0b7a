import {
  CloudWatchClient,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
} from "@aws-sdk/client-cloudwatch";
import { expect, test } from "vitest";
import { terminateInstances } from "../../../simulator/services/ec2/instances/instance-life.ts";
import type { ServerScript } from "../../../simulator/services/ec2/state.ts";
import { createTraffic } from "../../../simulator/traffic/create-traffic.ts";
import { bothWays, type Connect } from "../../support/simulator/both-ways.ts";
import {
  connectBalanced,
  createTargetGroup,
  launchServers,
  listen,
  pass,
  register,
} from "../../support/simulator/elbv2/load-balanced.ts";

const MINUTE = 60_000;

/** Blue with ten servers and 100 requests a second from a full minute on, and an empty green that gets a tenth. */
async function served(
  connect: Connect,
  script: Partial<ServerScript>,
  { chanceSeed, weights = [9, 1] }: { chanceSeed?: number; weights?: readonly [number, number] } = {},
) {
  const account = await connectBalanced(connect);
  const { world, run, loadBalancerArn } = account;
  const [blue, green] = [await createTargetGroup(account, "blue"), await createTargetGroup(account, "green")];
  const listenerArn = await listen(account, { [blue]: weights[0], [green]: weights[1] });
  await register(account, blue, launchServers(world, 10, script));
  world.advanceTo((Math.floor(world.now() / MINUTE) + 2) * MINUTE);
  const start = world.now();
  const traffic = createTraffic(world);
  traffic.start({ listenerArn, requestsPerSecond: 100, ...(chanceSeed !== undefined && { chanceSeed }) });
  const cloudwatch = new CloudWatchClient(account.clientOptions);
  const Dimensions = [
    { Name: "TargetGroup", Value: blue.slice(blue.indexOf("targetgroup/")) },
    { Name: "LoadBalancer", Value: loadBalancerArn.slice(loadBalancerArn.indexOf("app/")) },
  ];
  const sums = async (MetricName: string, dimensions = Dimensions, Stat = "Sum"): Promise<number[]> => {
    const Metric = { Namespace: "AWS/ApplicationELB", MetricName, Dimensions: dimensions };
    const query = {
      StartTime: new Date(start),
      EndTime: new Date(start + 10 * MINUTE),
      ScanBy: "TimestampAscending" as const,
      MetricDataQueries: [{ Id: "m1", MetricStat: { Metric, Period: 60, Stat } }],
    };
    const { MetricDataResults } = await run(cloudwatch.send(new GetMetricDataCommand(query)));
    return MetricDataResults?.[0]?.Values ?? [];
  };
  return { ...account, run, traffic, cloudwatch, sums, Dimensions, start, blue, green };
}

/** The same, and green gets nothing. */
async function idleBeside(connect: Connect) {
  const scene = await served(connect, {}, { weights: [1, 0] });
  const more = (count: number) => register(scene, scene.green, launchServers(scene.world, count, {}));
  return { ...scene, register: more };
}

bothWays("Load balancer metrics", (connect) => {
  test("count the requests of each minute by target group and by load balancer", async () => {
    const { world, sums, Dimensions } = await served(connect, { errorRate: 0.1 });
    pass(world, 170);
    expect(await sums("RequestCount")).toEqual([5400, 5400]);
    expect(await sums("HTTPCode_Target_5XX_Count")).toEqual([540, 540]);
    expect(await sums("HTTPCode_Target_2XX_Count")).toEqual([4860, 4860]);
    expect(await sums("HealthyHostCount")).toEqual([10, 10]);
    // The empty target group's share got the load balancer's own 503.
    expect(await sums("HTTPCode_ELB_5XX_Count", Dimensions.slice(1))).toEqual([600, 600]);
  });

  test("count requests per target, also for those who name the target group alone", async () => {
    const { world, sums, Dimensions } = await served(connect, {});
    pass(world, 170);
    expect(await sums("RequestCountPerTarget")).toEqual([540, 540]);
    expect(await sums("RequestCountPerTarget", Dimensions.slice(0, 1))).toEqual([540, 540]);
    expect(await sums("HTTPCode_ELB_503_Count", Dimensions.slice(1))).toEqual([600, 600]);
    expect(await sums("HTTPCode_ELB_502_Count", Dimensions.slice(1))).toEqual([]);
    const [mean = 0] = await sums("TargetResponseTime", Dimensions.slice(1), "Average");
    expect(mean).toBeCloseTo(0.05, 6);
  });

  test("tell a target that nobody answers at from one that errs", async () => {
    const { world, sums, Dimensions } = await served(connect, {});
    const [dead] = world.state.instances.keys();
    terminateInstances(world, [dead ?? ""], "Server.InternalError: gone");
    pass(world, 105);
    const [unconnected = 0] = await sums("TargetConnectionErrorCount");
    const [badGateways = 0] = await sums("HTTPCode_ELB_502_Count", Dimensions.slice(1));
    expect(unconnected).toBeGreaterThan(0);
    expect(badGateways).toBe(unconnected);
    expect(await sums("HTTPCode_Target_5XX_Count")).toEqual([]);
  });

  test("that are zero are not reported (ALB/load-balancer-cloudwatch-metrics.html)", async () => {
    const { world, sums } = await served(connect, {});
    pass(world, 125);
    expect(await sums("HTTPCode_Target_5XX_Count")).toEqual([]);
  });

  test("arrive late, and not all at once: the newest minute is too low at first", async () => {
    const { world, sums } = await served(connect, {});
    pass(world, 65);
    expect(await sums("RequestCount")).toEqual([]);
    pass(world, 15);
    expect(await sums("RequestCount")).toEqual([2700]);
    pass(world, 25);
    expect(await sums("RequestCount")).toEqual([5400]);
  });

  test("tell percentiles of how long the targets took, in seconds", async () => {
    const { world, sums, Dimensions } = await served(connect, { responseSeconds: 0.2 });
    pass(world, 105);
    const [p99 = 0] = await sums("TargetResponseTime", Dimensions, "p99");
    expect(p99).toBeCloseTo(0.2 * Math.log(100), 6);
    const [median = 0] = await sums("TargetResponseTime", Dimensions, "p50");
    expect(median).toBeCloseTo(0.2 * Math.log(2), 6);
    const [mean = 0] = await sums("TargetResponseTime", Dimensions, "Average");
    expect(mean).toBeCloseTo(0.2, 6);
  });

  test("count the healthy hosts of a target group without traffic, but not of one without targets", async () => {
    const { world, sums, blue, green, Dimensions, register: more } = await idleBeside(connect);
    const of = (arn: string) => [
      { Name: "TargetGroup", Value: arn.slice(arn.indexOf("targetgroup/")) },
      ...Dimensions.slice(1),
    ];
    pass(world, 105);
    expect(await sums("HealthyHostCount", of(blue), "Minimum")).toEqual([10]);
    expect(await sums("HealthyHostCount", of(green), "Minimum")).toEqual([]);
    await more(3);
    pass(world, 120);
    expect((await sums("HealthyHostCount", of(green), "Maximum")).at(-1)).toBe(3);
    expect(await sums("RequestCount", of(green))).toEqual([]);
  });

  test("that are drawn are uneven as requests of many people are, and as many on the whole", async () => {
    const { world, sums, traffic } = await served(connect, { errorRate: 0.1 }, { chanceSeed: 5 });
    pass(world, 640);
    const requests = await sums("RequestCount");
    const errors = await sums("HTTPCode_Target_5XX_Count");
    expect(new Set(requests).size).toBeGreaterThan(3);
    const all = (values: number[]): number => values.reduce((sum, value) => sum + value, 0);
    expect(all(requests) / 54_000).toBeCloseTo(1, 1);
    expect(all(errors) / all(requests)).toBeCloseTo(0.1, 2);
    expect(traffic.report().sent).toBeGreaterThanOrEqual(64_000);
  });

  test("set off an alarm with the dimensions that AWS names", async () => {
    const { world, run, cloudwatch, Dimensions } = await served(connect, { errorRate: 0.1 });
    const alarm = {
      AlarmName: "green-5xx",
      Namespace: "AWS/ApplicationELB",
      MetricName: "HTTPCode_Target_5XX_Count",
      Dimensions,
      Statistic: "Sum" as const,
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 10,
      ComparisonOperator: "GreaterThanThreshold" as const,
    };
    await run(cloudwatch.send(new PutMetricAlarmCommand(alarm)));
    pass(world, 64);
    expect(world.state.alarms.get("green-5xx")?.state).toBe("INSUFFICIENT_DATA");
    pass(world, 1);
    expect(world.state.alarms.get("green-5xx")?.state).toBe("ALARM");
  });

  test("stop when the traffic does", async () => {
    const { world, traffic, sums } = await served(connect, {});
    pass(world, 90);
    traffic.stop();
    pass(world, 120);
    expect(await sums("RequestCount")).toEqual([5400, 2700]);
  });
});

bothWays("Metrics", (connect) => {
  test("that were put are read back over each period", async () => {
    const { simulator, clientOptions, run } = await connect();
    const { world } = simulator;
    const cloudwatch = new CloudWatchClient(clientOptions);
    const at = Math.floor(world.now() / MINUTE) * MINUTE;
    const MetricData = [
      { MetricName: "Depth", Value: 4, Timestamp: new Date(at) },
      { MetricName: "Depth", Values: [1, 10], Counts: [2, 1], Timestamp: new Date(at + MINUTE) },
    ];
    await run(cloudwatch.send(new PutMetricDataCommand({ Namespace: "Shop", MetricData })));
    const { Datapoints } = await run(
      cloudwatch.send(
        new GetMetricStatisticsCommand({
          Namespace: "Shop",
          MetricName: "Depth",
          StartTime: new Date(at),
          EndTime: new Date(at + 2 * MINUTE),
          Period: 60,
          Statistics: ["Sum", "Average", "Maximum"],
        }),
      ),
    );
    expect(Datapoints).toMatchObject([
      { Sum: 4, Average: 4, Maximum: 4 },
      { Sum: 12, Average: 4, Maximum: 10 },
    ]);
  });

  test("of AWS's own namespaces cannot be put", async () => {
    const { clientOptions, run } = await connect();
    const MetricData = [{ MetricName: "RequestCount", Value: 1 }];
    const command = new PutMetricDataCommand({ Namespace: "AWS/ApplicationELB", MetricData });
    await expect(run(new CloudWatchClient(clientOptions).send(command))).rejects.toThrow("AWS/");
  });
});
