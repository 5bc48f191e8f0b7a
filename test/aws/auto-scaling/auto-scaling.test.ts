import {
  AttachTrafficSourcesCommand,
  AutoScalingClient,
  CreateAutoScalingGroupCommand,
  DeleteAutoScalingGroupCommand,
  DescribeAutoScalingGroupsCommand,
  DescribeLifecycleHooksCommand,
  DescribeNotificationConfigurationsCommand,
  DescribePoliciesCommand,
  DescribeScalingActivitiesCommand,
  DescribeScheduledActionsCommand,
  DescribeTrafficSourcesCommand,
  ResumeProcessesCommand,
  SuspendProcessesCommand,
  UpdateAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import { beforeEach, describe, expect, it } from "vitest";
import {
  attachTargetGroup,
  autoScalingClient,
  createGroup,
  deleteGroup,
  describeGroups,
  failedActivities,
  groupExtras,
  resizeGroup,
  resumeProcesses,
  suspendProcesses,
  trafficSourceStates,
} from "../../../src/aws/auto-scaling/auto-scaling.ts";
import { mockAws } from "../../support/aws/mock-aws.ts";

const client = autoScalingClient({ region: "us-east-1" });
const aws = mockAws(AutoScalingClient);
beforeEach(() => aws.reset());

const inputs = () => aws.calls().map(({ args: [command] }) => command.input as object);
const awsError = (name: string, message: string): Error =>
  Object.assign(new Error(message), { name, $fault: "client", $metadata: { httpStatusCode: 400 } });

const raw = (name: string) => ({
  AutoScalingGroupName: name,
  MinSize: 1,
  MaxSize: 3,
  DesiredCapacity: 2,
  DefaultCooldown: 300,
  AvailabilityZones: ["us-east-1a"],
  HealthCheckType: "EC2",
  CreatedTime: new Date(0),
});

describe("describeGroups", () => {
  it("follows pages and answers plain groups by name", async () => {
    aws
      .on(DescribeAutoScalingGroupsCommand)
      .resolvesOnce({ AutoScalingGroups: [raw("web")], NextToken: "more" })
      .resolvesOnce({
        AutoScalingGroups: [
          {
            ...raw("web-g0002"),
            AutoScalingGroupARN: "arn:2",
            MixedInstancesPolicy: {
              LaunchTemplate: { LaunchTemplateSpecification: { LaunchTemplateId: "lt-1", Version: "7" } },
            },
            Instances: [
              {
                InstanceId: "i-1",
                AvailabilityZone: "us-east-1a",
                LifecycleState: "Pending:Wait",
                HealthStatus: "HEALTHY",
                ProtectedFromScaleIn: true,
                LaunchTemplate: { LaunchTemplateId: "lt-1", Version: "7" },
              },
            ],
            TargetGroupARNs: ["arn:tg-a"],
            TrafficSources: [
              { Identifier: "arn:tg-a", Type: "elbv2" },
              { Identifier: "arn:tg-b", Type: "elbv2" },
              { Identifier: "lattice", Type: "vpc-lattice" },
            ],
            SuspendedProcesses: [{ ProcessName: "AZRebalance" }],
            Tags: [{ Key: "moult:fleet", Value: "web" }],
            Status: "Delete in progress",
          },
        ],
      });
    const groups = await describeGroups(client, ["web", "web-g0002", "web"]);
    expect(inputs()[0]).toMatchObject({ AutoScalingGroupNames: ["web", "web-g0002"], MaxRecords: 100 });
    expect(inputs()[1]).toMatchObject({ NextToken: "more" });
    expect([...groups.keys()]).toEqual(["web", "web-g0002"]);
    expect(groups.get("web")).toMatchObject({
      template: null,
      instances: [],
      targetGroups: [],
      deleting: false,
    });
    expect(groups.get("web-g0002")).toMatchObject({
      arn: "arn:2",
      minSize: 1,
      maxSize: 3,
      desired: 2,
      template: { id: "lt-1", version: "7" },
      targetGroups: ["arn:tg-a", "arn:tg-b"],
      suspendedProcesses: ["AZRebalance"],
      tags: { "moult:fleet": "web" },
      deleting: true,
      instances: [
        {
          id: "i-1",
          zone: "us-east-1a",
          lifecycleState: "Pending:Wait",
          healthy: true,
          templateVersion: "7",
          protectedFromScaleIn: true,
        },
      ],
    });
  });

  it("asks for a hundred at a time, and never for none, which would be all", async () => {
    aws.on(DescribeAutoScalingGroupsCommand).resolves({ AutoScalingGroups: [] });
    await describeGroups(
      client,
      Array.from({ length: 101 }, (_, index) => `g${index}`),
    );
    expect(inputs()).toHaveLength(2);
    aws.resetHistory();
    expect(await describeGroups(client, [])).toEqual(new Map());
    expect(inputs()).toEqual([]);
  });
});

describe("changing a group", () => {
  it("resizes only what is named, zero included", async () => {
    aws.on(UpdateAutoScalingGroupCommand).resolves({});
    await resizeGroup(client, "web", { min: 0, desired: 0 });
    expect(inputs()).toEqual([{ AutoScalingGroupName: "web", MinSize: 0, DesiredCapacity: 0 }]);
    await expect(resizeGroup(client, "web", {})).rejects.toThrow("nothing to set on group web");
  });

  it("deletes without force, and takes a missing group for deleted", async () => {
    const message = "AutoScalingGroup name not found - AutoScalingGroup 'web' not found";
    aws.on(DeleteAutoScalingGroupCommand).resolvesOnce({}).rejectsOnce(awsError("ValidationError", message));
    await deleteGroup(client, "web");
    await deleteGroup(client, "web");
    expect(inputs()).toEqual([{ AutoScalingGroupName: "web" }, { AutoScalingGroupName: "web" }]);
  });

  it("does not take a group that is in use for deleted", async () => {
    aws
      .on(DeleteAutoScalingGroupCommand)
      .rejects(awsError("ResourceInUse", "there are instances in the group"));
    await expect(deleteGroup(client, "web")).rejects.toThrow("there are instances");
  });

  it("lets a name that is taken be seen", async () => {
    aws.on(CreateAutoScalingGroupCommand).rejects(awsError("AlreadyExists", "taken"));
    await expect(
      createGroup(client, { AutoScalingGroupName: "web", MinSize: 0, MaxSize: 0 }),
    ).rejects.toMatchObject({ name: "AlreadyExists" });
  });

  it("refuses to suspend or resume nothing, which AWS takes for everything", async () => {
    await expect(suspendProcesses(client, "web", [])).rejects.toThrow("AWS would take that for all");
    await expect(resumeProcesses(client, "web", [])).rejects.toThrow("AWS would take that for all");
    expect(inputs()).toEqual([]);
    aws.on(SuspendProcessesCommand).resolves({}).on(ResumeProcessesCommand).resolves({});
    await suspendProcesses(client, "web", ["AZRebalance"]);
    await resumeProcesses(client, "web", ["AZRebalance"]);
    expect(inputs()).toEqual([
      { AutoScalingGroupName: "web", ScalingProcesses: ["AZRebalance"] },
      { AutoScalingGroupName: "web", ScalingProcesses: ["AZRebalance"] },
    ]);
  });

  it("attaches a target group as a traffic source and reads the states", async () => {
    aws.on(AttachTrafficSourcesCommand).resolves({});
    aws.on(DescribeTrafficSourcesCommand).resolves({
      TrafficSources: [{ Identifier: "arn:tg-a", Type: "elbv2", State: "Adding" }],
    });
    await attachTargetGroup(client, "web", "arn:tg-a");
    expect(inputs()[0]).toEqual({
      AutoScalingGroupName: "web",
      TrafficSources: [{ Identifier: "arn:tg-a", Type: "elbv2" }],
      SkipZonalShiftValidation: true,
    });
    expect(await trafficSourceStates(client, "web")).toEqual(new Map([["arn:tg-a", "Adding"]]));
  });
});

describe("reading more of a group", () => {
  const activity = (seconds: number, StatusCode: "Failed" | "Cancelled" | "Successful") => ({
    ActivityId: `${seconds}`,
    AutoScalingGroupName: "web",
    Cause: "because",
    StartTime: new Date(seconds * 1000),
    StatusCode,
    StatusMessage: `${StatusCode} at ${seconds}`,
  });

  it("answers activities that ended badly since then, and reads no older pages", async () => {
    aws
      .on(DescribeScalingActivitiesCommand)
      .resolvesOnce({ Activities: [activity(200, "Successful"), activity(150, "Cancelled")], NextToken: "2" })
      .resolvesOnce({ Activities: [activity(95, "Failed"), activity(80, "Failed")], NextToken: "3" });
    expect(await failedActivities(client, "web", 100_000)).toEqual([
      { at: 150_000, message: "Cancelled at 150", cause: "because" },
      { at: 95_000, message: "Failed at 95", cause: "because" },
    ]);
    expect(inputs()).toHaveLength(2);
  });

  it("gathers what belongs to a group from four reads", async () => {
    aws.on(DescribeLifecycleHooksCommand).resolves({ LifecycleHooks: [{ LifecycleHookName: "drain" }] });
    aws
      .on(DescribePoliciesCommand)
      .resolvesOnce({ ScalingPolicies: [{ PolicyName: "a" }], NextToken: "2" })
      .resolvesOnce({ ScalingPolicies: [{ PolicyName: "b" }] });
    aws.on(DescribeScheduledActionsCommand).resolves({});
    aws
      .on(DescribeNotificationConfigurationsCommand)
      .resolves({ NotificationConfigurations: [{ TopicARN: "t" }] });
    expect(await groupExtras(client, "web")).toEqual({
      hooks: [{ LifecycleHookName: "drain" }],
      policies: [{ PolicyName: "a" }, { PolicyName: "b" }],
      scheduledActions: [],
      notifications: [{ TopicARN: "t" }],
    });
  });
});
