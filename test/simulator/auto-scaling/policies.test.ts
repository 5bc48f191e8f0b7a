import {
  DeleteAutoScalingGroupCommand,
  DeletePolicyCommand,
  DescribePoliciesCommand,
  ExecutePolicyCommand,
  PutScalingPolicyCommand,
  SuspendProcessesCommand,
} from "@aws-sdk/client-auto-scaling";
import { describe, expect, test } from "vitest";
import { applyDesiredByAlarm } from "../../../simulator/services/auto-scaling/groups/size.ts";
import { adjusted } from "../../../simulator/services/auto-scaling/policies/policy-adjustment.ts";
import { connectGroups, type GroupAccount } from "../../support/simulator/auto-scaling/account.ts";
import { bothWays } from "../../support/simulator/both-ways.ts";

const WEB = { AutoScalingGroupName: "web" };
const CPU = {
  ...WEB,
  PolicyName: "cpu",
  PolicyType: "TargetTrackingScaling",
  TargetTrackingConfiguration: {
    PredefinedMetricSpecification: { PredefinedMetricType: "ASGAverageCPUUtilization" as const },
    TargetValue: 50,
  },
};
const OUT = { ...WEB, PolicyName: "out", AdjustmentType: "ChangeInCapacity", ScalingAdjustment: 2 };

const put = ({ run, asg }: GroupAccount, input: typeof CPU | typeof OUT) =>
  run(asg.send(new PutScalingPolicyCommand(input)));

bothWays("scaling policies", (connect) => {
  test("target tracking makes its own two alarms, and they go with it (design 7)", async () => {
    const account = await connectGroups(connect);
    const { run, asg, world } = account;
    await account.create();
    const made = await put(account, CPU);
    expect(made.Alarms?.map(({ AlarmName }) => world.state.alarms.has(AlarmName ?? ""))).toEqual([
      true,
      true,
    ]);
    const again = await put(account, CPU);
    expect(again).toMatchObject({ PolicyARN: made.PolicyARN, Alarms: made.Alarms });
    const described = await run(asg.send(new DescribePoliciesCommand(WEB)));
    expect(described.ScalingPolicies).toEqual([
      { ...CPU, Enabled: true, PolicyARN: made.PolicyARN, Alarms: made.Alarms },
    ]);
    await run(asg.send(new DeletePolicyCommand({ ...WEB, PolicyName: "cpu" })));
    expect(world.state.alarms.size).toBe(0);
  });

  test("one by requests per target is refused unless its target group is attached (aws-facts 8.7)", async () => {
    const account = await connectGroups(connect);
    const { run, asg, world } = account;
    const arn = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/web/1";
    const byRequests = (ResourceLabel: string) =>
      run(
        asg.send(
          new PutScalingPolicyCommand({
            ...CPU,
            TargetTrackingConfiguration: {
              PredefinedMetricSpecification: {
                PredefinedMetricType: "ALBRequestCountPerTarget",
                ResourceLabel,
              },
              TargetValue: 50,
            },
          }),
        ),
      );
    await account.create();
    const label = "app/web/9/targetgroup/web/1";
    const refused = { name: "ValidationError", message: expect.stringContaining(label) };
    await expect(byRequests(label)).rejects.toMatchObject(refused);
    world.state.groups.get("web")?.targetGroupArns.push(arn);
    await expect(byRequests("targetgroup/web/1")).rejects.toMatchObject({ name: "ValidationError" });
    expect((await byRequests(label)).Alarms).toHaveLength(2);
    world.state.groups.get("web")?.trafficSources.set(arn, { type: "elbv2", state: "Removing" });
    await expect(byRequests(label)).rejects.toMatchObject(refused);
  });

  test("the alarms go with the group", async () => {
    const account = await connectGroups(connect);
    await account.create();
    await put(account, CPU);
    await account.run(account.asg.send(new DeleteAutoScalingGroupCommand(WEB)));
    expect(account.world.state.alarms.size).toBe(0);
  });

  test("ExecutePolicy plays the autoscaler within the bounds, and not while AlarmNotification is suspended (aws-facts 1.3)", async () => {
    const account = await connectGroups(connect);
    const { run, asg } = account;
    const desired = async () => (await account.describe())?.DesiredCapacity;
    await account.create({ DesiredCapacity: 1, MaxSize: 4 });
    await put(account, OUT);
    const execute = (PolicyName: string) => run(asg.send(new ExecutePolicyCommand({ ...WEB, PolicyName })));
    await execute("out");
    expect(await desired()).toBe(3);
    await execute("out");
    expect(await desired()).toBe(4);
    await run(asg.send(new SuspendProcessesCommand({ ...WEB, ScalingProcesses: ["AlarmNotification"] })));
    await account.setDesired(1);
    await execute("out");
    expect(await desired()).toBe(1);
    await put(account, CPU);
    await expect(execute("cpu")).rejects.toMatchObject({ name: "ValidationError" });
  });

  test("an alarm's wish is kept within the bounds, and acted on", async () => {
    const account = await connectGroups(connect);
    await account.create({ MinSize: 1, MaxSize: 3 });
    expect(applyDesiredByAlarm(account.world, "web", 9)).toBe(3);
    account.pass(10);
    expect(await account.states()).toHaveLength(3);
    expect(applyDesiredByAlarm(account.world, "web", 0)).toBe(1);
  });
});

describe("adjusted", () => {
  const percent = { AdjustmentType: "PercentChangeInCapacity" };
  const steps = {
    AdjustmentType: "ChangeInCapacity",
    StepAdjustments: [
      { MetricIntervalLowerBound: 0, MetricIntervalUpperBound: 10, ScalingAdjustment: 1 },
      { MetricIntervalLowerBound: 10, ScalingAdjustment: 3 },
    ],
  };

  test.each([
    [{ AdjustmentType: "ExactCapacity", ScalingAdjustment: 5 }, 2, 5],
    [{ AdjustmentType: "ChangeInCapacity", ScalingAdjustment: -1 }, 2, 1],
    [{ ...percent, ScalingAdjustment: 12 }, 10, 11],
    [{ ...percent, ScalingAdjustment: 66 }, 10, 16],
    [{ ...percent, ScalingAdjustment: 5 }, 10, 11],
    [{ ...percent, ScalingAdjustment: -5 }, 10, 9],
    [{ ...percent, ScalingAdjustment: 25, MinAdjustmentMagnitude: 2 }, 4, 6],
  ])("%o from %i is %i", (policy, current, wanted) => {
    expect(adjusted(current, policy, {})).toBe(wanted);
  });

  test.each([
    [55, 11],
    [60, 13],
    [40, 10],
  ])("a metric of %i against a threshold of 50 takes its step", (MetricValue, wanted) => {
    expect(adjusted(10, steps, { MetricValue, BreachThreshold: 50 })).toBe(wanted);
  });
});
