import {
  CloudWatchClient,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  PutMetricAlarmCommand,
  PutMetricDataCommand,
} from "@aws-sdk/client-cloudwatch";
import { expect, test } from "vitest";
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
async function served(connect: Connect, script: Partial<ServerScript>) {
  const account = await connectBalanced(connect);
  const { world, run, loadBalancerArn } = account;
  const [blue, green] = [await createTargetGroup(account, "blue"), await createTargetGroup(account, "green")];
  const listenerArn = await listen(account, { [blue]: 9, [green]: 1 });
  await register(account, blue, launchServers(world, 10, script));
  world.advanceTo((Math.floor(world.now() / MINUTE) + 2) * MINUTE);
  const start = world.now();
  const traffic = createTraffic(world);
  traffic.start({ listenerArn, requestsPerSecond: 100 });
  const cloudwatch = new CloudWatchClient(account.clientOptions);
  const Dimensions = [
    { Name: "TargetGroup", Value: blue.slice(blue.indexOf("targetgroup/")) },
    { Name: "LoadBalancer", Value: loadBalancerArn.slice(loadBalancerArn.indexOf("app/")) },
  ];
  const sums = async (MetricName: string, dimensions = Dimensions): Promise<number[]> => {
    const Metric = { Namespace: "AWS/ApplicationELB", MetricName, Dimensions: dimensions };
    const query = {
      StartTime: new Date(start),
      EndTime: new Date(start + 10 * MINUTE),
      ScanBy: "TimestampAscending" as const,
      MetricDataQueries: [{ Id: "m1", MetricStat: { Metric, Period: 60, Stat: "Sum" } }],
    };
    const { MetricDataResults } = await run(cloudwatch.send(new GetMetricDataCommand(query)));
    return MetricDataResults?.[0]?.Values ?? [];
  };
  return { ...account, run, traffic, cloudwatch, sums, Dimensions, start };
}

bothWays("Load balancer metrics", (connect) => {
  test("count the requests of each minute by target group and by load balancer", async () => {
    const { world, sums, Dimensions } = await served(connect, { errorRate: 0.1 });
    pass(world, 125);
    expect(await sums("RequestCount")).toEqual([5400, 5400]);
    expect(await sums("HTTPCode_Target_5XX_Count")).toEqual([540, 540]);
    expect(await sums("HTTPCode_Target_2XX_Count")).toEqual([4860, 4860]);
    expect(await sums("HealthyHostCount")).toEqual([10, 10]);
    // The empty target group's share got the load balancer's own 503.
    expect(await sums("HTTPCode_ELB_5XX_Count", Dimensions.slice(1))).toEqual([600, 600]);
  });

  test("that are zero are not reported (ALB/load-balancer-cloudwatch-metrics.html)", async () => {
    const { world, sums } = await served(connect, {});
    pass(world, 125);
    expect(await sums("HTTPCode_Target_5XX_Count")).toEqual([]);
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
