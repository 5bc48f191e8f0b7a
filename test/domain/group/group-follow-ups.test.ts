import type { ScalingPolicy, TargetTrackingConfiguration } from "@aws-sdk/client-auto-scaling";
import { describe, expect, it } from "vitest";
import { blueprint, policiesOnceAttached } from "../../../src/domain/group/group-blueprint.ts";
import { afterFrom, BLUE_TARGETS, blue, green, none, TG } from "../../support/domain/blue-group.ts";

describe("what makes the group whole afterwards", () => {
  const tracking = (TargetTrackingConfiguration: TargetTrackingConfiguration): ScalingPolicy => ({
    AutoScalingGroupName: "web-g0001",
    PolicyName: "track",
    PolicyARN: "arn:policy",
    PolicyType: "TargetTrackingScaling",
    StepAdjustments: [],
    Enabled: true,
    Alarms: [{ AlarmName: "TargetTracking-web-g0001-high" }],
    TargetTrackingConfiguration,
  });
  const policies = (configuration: TargetTrackingConfiguration) =>
    afterFrom({}, { policies: [tracking(configuration)] });

  it("is a policy without its alarms, which AWS makes itself", () => {
    const configuration = {
      PredefinedMetricSpecification: { PredefinedMetricType: "ASGAverageCPUUtilization" as const },
      TargetValue: 50,
    };
    expect(policies(configuration)).toEqual([
      {
        call: "PutScalingPolicy",
        input: {
          AutoScalingGroupName: "web-g0002",
          PolicyName: "track",
          PolicyType: "TargetTrackingScaling",
          Enabled: true,
          TargetTrackingConfiguration: configuration,
        },
      },
    ]);
  });

  it("is a policy that follows green's target group instead of blue's, and nobody else's", () => {
    const label = (suffix: string): TargetTrackingConfiguration => ({
      PredefinedMetricSpecification: {
        PredefinedMetricType: "ALBRequestCountPerTarget",
        ResourceLabel: `app/web/9/${suffix}`,
      },
      TargetValue: 1000,
    });
    expect(policies(label("targetgroup/web-a/111"))[0]?.input).toMatchObject({
      TargetTrackingConfiguration: label("targetgroup/web-b/222"),
    });
    expect(policies(label("targetgroup/api/333"))[0]?.input).toMatchObject({
      TargetTrackingConfiguration: label("targetgroup/api/333"),
    });
  });

  it("is a policy whose own metric names green's group and target group in their dimensions", () => {
    const configuration = (group: string, targets: string): TargetTrackingConfiguration => {
      const Dimensions = [
        { Name: "AutoScalingGroupName", Value: group },
        { Name: "TargetGroup", Value: targets },
        { Name: "Service", Value: "web-g0001" },
      ];
      const Metric = { Namespace: "App", MetricName: "Busy", Dimensions };
      return {
        CustomizedMetricSpecification: {
          Dimensions,
          Metrics: [
            { Id: "m1", MetricStat: { Metric, Stat: "Average" } },
            { Id: "e1", Expression: "m1 / 2", ReturnData: true },
          ],
        },
        TargetValue: 10,
      };
    };
    expect(policies(configuration("web-g0001", "targetgroup/web-a/111"))[0]?.input).toMatchObject({
      TargetTrackingConfiguration: configuration("web-g0002", "targetgroup/web-b/222"),
    });
  });

  it("is a scheduled action with its times, under green's name", () => {
    const action = {
      ScheduledActionName: "morning",
      Recurrence: "0 6 * * *",
      TimeZone: "Europe/Berlin",
      MinSize: 4,
      StartTime: new Date(1000),
    };
    const described = {
      ...action,
      AutoScalingGroupName: "web-g0001",
      ScheduledActionARN: "arn:action",
      Time: new Date(1000),
      DesiredCapacity: undefined,
    };
    expect(afterFrom({}, { scheduledActions: [described] })).toEqual([
      { call: "PutScheduledUpdateGroupAction", input: { ...action, AutoScalingGroupName: "web-g0002" } },
    ]);
  });

  it("is one call for each topic that is notified, for the metrics and for what was suspended", () => {
    const notified = (TopicARN: string, NotificationType: string) => ({ TopicARN, NotificationType });
    const after = afterFrom(
      {
        EnabledMetrics: [
          { Metric: "GroupDesiredCapacity", Granularity: "1Minute" },
          { Metric: "GroupInServiceInstances", Granularity: "1Minute" },
        ],
        SuspendedProcesses: [{ ProcessName: "AZRebalance", SuspensionReason: "User suspended" }],
      },
      { notifications: [notified("t1", "launch"), notified("t2", "launch"), notified("t1", "terminate")] },
    );
    const name = { AutoScalingGroupName: "web-g0002" };
    expect(after).toEqual([
      {
        call: "PutNotificationConfiguration",
        input: { ...name, TopicARN: "t1", NotificationTypes: ["launch", "terminate"] },
      },
      {
        call: "PutNotificationConfiguration",
        input: { ...name, TopicARN: "t2", NotificationTypes: ["launch"] },
      },
      {
        call: "EnableMetricsCollection",
        input: {
          ...name,
          Metrics: ["GroupDesiredCapacity", "GroupInServiceInstances"],
          Granularity: "1Minute",
        },
      },
      { call: "SuspendProcesses", input: { ...name, ScalingProcesses: ["AZRebalance"] } },
    ]);
  });

  it("is a policy that follows green's target group where blue is in it as a traffic source", () => {
    const label = (suffix: string): TargetTrackingConfiguration => ({
      PredefinedMetricSpecification: {
        PredefinedMetricType: "ALBRequestCountPerTarget",
        ResourceLabel: `app/web/9/${suffix}`,
      },
      TargetValue: 1000,
    });
    const change = {
      TargetGroupARNs: [`${TG}/other/999`],
      TrafficSources: [{ Identifier: BLUE_TARGETS, Type: "elbv2" }],
    };
    const policies = [tracking(label("targetgroup/web-a/111"))];
    expect(afterFrom(change, { policies })[0]?.input).toMatchObject({
      TargetTrackingConfiguration: label("targetgroup/web-b/222"),
    });
  });

  it("is a policy whose label and dimensions stay where green has no target group of its own", () => {
    const configuration: TargetTrackingConfiguration = {
      PredefinedMetricSpecification: {
        PredefinedMetricType: "ALBRequestCountPerTarget",
        ResourceLabel: "app/web/9/targetgroup/web-a/111",
      },
      TargetValue: 1000,
    };
    const plan = blueprint({
      blue,
      extras: { ...none, policies: [tracking(configuration)] },
      green: { ...green, targetGroups: [] },
    });
    expect(plan.after[0]?.input).toMatchObject({ TargetTrackingConfiguration: configuration });
  });

  it("is no policy by requests of a target group that green joins later: that one is put then", () => {
    const byRequests = tracking({
      PredefinedMetricSpecification: {
        PredefinedMetricType: "ALBRequestCountPerTarget",
        ResourceLabel: "app/web/9/targetgroup/web-a/111",
      },
      TargetValue: 1000,
    });
    const byLoad = tracking({
      PredefinedMetricSpecification: { PredefinedMetricType: "ASGAverageCPUUtilization" },
      TargetValue: 50,
    });
    const policies = [byRequests, byLoad];
    const joining = { ...green, targetGroups: [], joins: BLUE_TARGETS };
    const { after } = blueprint({ blue, extras: { ...none, policies }, green: joining });
    const put = [...after, ...policiesOnceAttached(policies, joining)].map(({ input }) => input);
    expect(put).toMatchObject([
      { TargetTrackingConfiguration: byLoad.TargetTrackingConfiguration },
      {
        AutoScalingGroupName: green.name,
        TargetTrackingConfiguration: byRequests.TargetTrackingConfiguration,
      },
    ]);
    expect(policiesOnceAttached([byLoad], joining)).toEqual([]);
  });

  it("leaves dimensions of another name and another group's alone, and a metric without dimensions", () => {
    const Dimensions = [
      { Name: "AutoScalingGroupName", Value: "api-g0001" },
      { Name: "Service", Value: "targetgroup/web-a/111" },
    ];
    const configuration: TargetTrackingConfiguration = {
      CustomizedMetricSpecification: {
        Dimensions,
        Metrics: [
          { Id: "m1", MetricStat: { Metric: { Namespace: "App", MetricName: "Busy" }, Stat: "Sum" } },
          { Id: "e1", Expression: "m1" },
        ],
      },
      TargetValue: 10,
    };
    expect(policies(configuration)[0]?.input).toMatchObject({ TargetTrackingConfiguration: configuration });
  });

  it("leaves out of a policy what is empty or not there, and keeps what is not", () => {
    const policy = {
      ...tracking({ TargetValue: 1 }),
      PolicyType: "StepScaling",
      StepAdjustments: [{ ScalingAdjustment: 1 }],
      Cooldown: undefined as never,
      AdjustmentType: null as never,
      MetricAggregationType: "",
    };
    expect(Object.keys(afterFrom({}, { policies: [policy] })[0]?.input ?? {}).sort()).toEqual([
      "AutoScalingGroupName",
      "Enabled",
      "MetricAggregationType",
      "PolicyName",
      "PolicyType",
      "StepAdjustments",
      "TargetTrackingConfiguration",
    ]);
  });

  it("is collected at the granularity that blue's metrics have, which is a minute where none is told", () => {
    const granularity = (Granularity?: string) =>
      afterFrom({ EnabledMetrics: [{ Metric: "GroupMaxSize", ...(Granularity && { Granularity }) }] })[0]
        ?.input;
    expect(granularity("5Minutes")).toMatchObject({ Granularity: "5Minutes" });
    expect(granularity()).toMatchObject({ Granularity: "1Minute" });
  });
});
