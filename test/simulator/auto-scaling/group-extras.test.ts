import {
  CreateOrUpdateTagsCommand,
  DeleteScheduledActionCommand,
  DeleteTagsCommand,
  DescribeAccountLimitsCommand,
  DescribeNotificationConfigurationsCommand,
  DescribeScalingActivitiesCommand,
  DescribeScheduledActionsCommand,
  DescribeTagsCommand,
  DisableMetricsCollectionCommand,
  EnableMetricsCollectionCommand,
  PutNotificationConfigurationCommand,
  PutScheduledUpdateGroupActionCommand,
  SuspendProcessesCommand,
} from "@aws-sdk/client-auto-scaling";
import { expect, test } from "vitest";
import { connectGroups } from "../../support/simulator/auto-scaling/account.ts";
import { bothWays } from "../../support/simulator/both-ways.ts";

const WEB = { AutoScalingGroupName: "web" };
const TAG = {
  ResourceId: "web",
  ResourceType: "auto-scaling-group",
  Key: "owner",
  Value: "a",
  PropagateAtLaunch: true,
};

bothWays("scheduled actions", (connect) => {
  test("run at their start time, once, and are skipped while suspended (aws-facts 1.3)", async () => {
    const { create, pass, run, asg, world, describe } = await connectGroups(connect);
    await create();
    const schedule = (ScheduledActionName: string, seconds: number, DesiredCapacity: number) => {
      const StartTime = new Date(world.now() + seconds * 1000);
      const input = { ...WEB, ScheduledActionName, StartTime, DesiredCapacity };
      return run(asg.send(new PutScheduledUpdateGroupActionCommand(input)));
    };
    await schedule("grow", 60, 2);
    await schedule("missed", 120, 5);
    await schedule("later", 180, 4);
    pass(70);
    expect((await describe())?.DesiredCapacity).toBe(2);
    await run(asg.send(new SuspendProcessesCommand({ ...WEB, ScalingProcesses: ["ScheduledActions"] })));
    pass(70);
    expect((await describe())?.DesiredCapacity).toBe(2);
    const left = await run(asg.send(new DescribeScheduledActionsCommand(WEB)));
    expect(left.ScheduledUpdateGroupActions).toMatchObject([
      { ScheduledActionName: "later", DesiredCapacity: 4 },
    ]);
    await run(asg.send(new DeleteScheduledActionCommand({ ...WEB, ScheduledActionName: "later" })));
    expect(
      (await run(asg.send(new DescribeScheduledActionsCommand(WEB)))).ScheduledUpdateGroupActions,
    ).toEqual([]);
    await expect(schedule("past", -1, 1)).rejects.toMatchObject({ name: "ValidationError" });
  });

  test("a recurrence is given back as it came", async () => {
    const { create, run, asg } = await connectGroups(connect);
    await create();
    const action = {
      ...WEB,
      ScheduledActionName: "night",
      Recurrence: "0 22 * * *",
      TimeZone: "Europe/Berlin",
      MinSize: 0,
    };
    await run(asg.send(new PutScheduledUpdateGroupActionCommand(action)));
    const answer = await run(asg.send(new DescribeScheduledActionsCommand(WEB)));
    expect(answer.ScheduledUpdateGroupActions).toMatchObject([action]);
  });
});

bothWays("tags of groups", (connect) => {
  test("are laid over those that are there, and found by filters", async () => {
    const { create, run, asg, describe } = await connectGroups(connect);
    await create({ Tags: [{ Key: "fleet", Value: "web", PropagateAtLaunch: false }] });
    await run(asg.send(new CreateOrUpdateTagsCommand({ Tags: [TAG] })));
    await run(asg.send(new CreateOrUpdateTagsCommand({ Tags: [{ ...TAG, Value: "b" }] })));
    expect((await describe())?.Tags).toHaveLength(2);
    const Filters = [{ Name: "key", Values: ["owner"] }];
    const found = await run(asg.send(new DescribeTagsCommand({ Filters })));
    expect(found.Tags).toEqual([{ ...TAG, Value: "b" }]);
    await run(asg.send(new DeleteTagsCommand({ Tags: [TAG] })));
    expect((await describe())?.Tags).toHaveLength(2);
    await run(
      asg.send(
        new DeleteTagsCommand({
          Tags: [{ ResourceId: "web", ResourceType: TAG.ResourceType, Key: "owner" }],
        }),
      ),
    );
    expect((await describe())?.Tags?.map(({ Key }) => Key)).toEqual(["fleet"]);
  });
});

bothWays("other settings of a group", (connect) => {
  test("notifications are set per topic", async () => {
    const { create, run, asg } = await connectGroups(connect);
    await create();
    const TopicARN = "arn:aws:sns:us-east-1:123456789012:ops";
    for (const NotificationTypes of [
      ["autoscaling:EC2_INSTANCE_LAUNCH"],
      ["autoscaling:EC2_INSTANCE_TERMINATE"],
    ]) {
      await run(asg.send(new PutNotificationConfigurationCommand({ ...WEB, TopicARN, NotificationTypes })));
    }
    const answer = await run(
      asg.send(new DescribeNotificationConfigurationsCommand({ AutoScalingGroupNames: ["web"] })),
    );
    const NotificationType = "autoscaling:EC2_INSTANCE_TERMINATE";
    expect(answer.NotificationConfigurations).toEqual([{ ...WEB, TopicARN, NotificationType }]);
  });

  test("metrics are all enabled when none is named", async () => {
    const { create, run, asg, describe } = await connectGroups(connect);
    await create();
    await run(asg.send(new EnableMetricsCollectionCommand({ ...WEB, Granularity: "1Minute" })));
    expect((await describe())?.EnabledMetrics?.length).toBeGreaterThan(8);
    await run(asg.send(new DisableMetricsCollectionCommand(WEB)));
    const Metrics = ["GroupMinSize"];
    await run(asg.send(new EnableMetricsCollectionCommand({ ...WEB, Metrics, Granularity: "1Minute" })));
    expect((await describe())?.EnabledMetrics).toEqual([{ Metric: "GroupMinSize", Granularity: "1Minute" }]);
  });

  test("account limits count the groups (aws-facts 2)", async () => {
    const { create, run, asg } = await connectGroups(connect);
    await create();
    const answer = await run(asg.send(new DescribeAccountLimitsCommand({})));
    expect(answer).toMatchObject({ MaxNumberOfAutoScalingGroups: 500, NumberOfAutoScalingGroups: 1 });
  });

  test("activities come newest first, page by page (aws-facts 1.2)", async () => {
    const { create, pass, run, asg, setDesired } = await connectGroups(connect);
    await create({ DesiredCapacity: 1 });
    pass(10);
    await setDesired(3);
    pass(10);
    const page = (NextToken?: string) =>
      run(
        asg.send(
          new DescribeScalingActivitiesCommand({ ...WEB, MaxRecords: 2, ...(NextToken && { NextToken }) }),
        ),
      );
    const first = await page();
    const second = await page(first.NextToken);
    const starts = [...(first.Activities ?? []), ...(second.Activities ?? [])].map(({ StartTime }) =>
      Number(StartTime),
    );
    expect(starts).toHaveLength(3);
    expect(starts).toEqual(starts.toSorted((a, b) => b - a));
    expect(second.NextToken).toBeUndefined();
  });
});
