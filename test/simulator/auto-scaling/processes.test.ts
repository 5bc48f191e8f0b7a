import {
  DescribeAutoScalingGroupsCommand,
  ResumeProcessesCommand,
  SuspendProcessesCommand,
} from "@aws-sdk/client-auto-scaling";
import { expect, test } from "vitest";
import { connectGroups, type GroupAccount } from "../../support/simulator/auto-scaling/account.ts";
import { bothWays } from "../../support/simulator/both-ways.ts";

const WEB = { AutoScalingGroupName: "web" };

const suspend = ({ run, asg }: GroupAccount, ...ScalingProcesses: string[]) =>
  run(asg.send(new SuspendProcessesCommand({ ...WEB, ScalingProcesses })));

const suspended = async ({ describe }: GroupAccount): Promise<string[]> =>
  ((await describe())?.SuspendedProcesses ?? []).map(({ ProcessName = "" }) => ProcessName);

bothWays("processes", (connect) => {
  test("an empty list means all nine (aws-facts 1.3)", async () => {
    const account = await connectGroups(connect);
    await account.create();
    await suspend(account);
    expect(await suspended(account)).toHaveLength(9);
    await account.run(account.asg.send(new ResumeProcessesCommand({ ...WEB, ScalingProcesses: ["Launch"] })));
    expect(await suspended(account)).not.toContain("Launch");
    await account.run(account.asg.send(new ResumeProcessesCommand(WEB)));
    expect(await suspended(account)).toEqual([]);
  });

  test("an unknown process is refused", async () => {
    const account = await connectGroups(connect);
    await account.create();
    await expect(suspend(account, "Sleep")).rejects.toMatchObject({ name: "ValidationError" });
  });

  test("nothing launches while Launch is suspended, nothing leaves while Terminate is", async () => {
    const account = await connectGroups(connect);
    await account.create({ DesiredCapacity: 1 });
    account.pass(10);
    await suspend(account, "Launch", "Terminate");
    await account.setDesired(2);
    account.pass(30);
    expect(await account.states()).toHaveLength(1);
    await account.setDesired(0);
    account.pass(30);
    expect(await account.states()).toHaveLength(1);
    await account.run(account.asg.send(new ResumeProcessesCommand(WEB)));
    account.pass(30);
    expect(await account.states()).toEqual([]);
  });
});

bothWays("DescribeAutoScalingGroups", (connect) => {
  test("answers 50 a page, 100 at most, and refuses a token it did not issue (aws-facts 1.2)", async () => {
    const { create, run, asg } = await connectGroups(connect);
    for (let number = 0; number < 51; number++) await create({ AutoScalingGroupName: `web-${number}` });
    const first = await run(asg.send(new DescribeAutoScalingGroupsCommand({})));
    expect(first.AutoScalingGroups).toHaveLength(50);
    const second = await run(asg.send(new DescribeAutoScalingGroupsCommand({ NextToken: first.NextToken })));
    expect(second.AutoScalingGroups?.map(({ AutoScalingGroupName }) => AutoScalingGroupName)).toEqual([
      "web-50",
    ]);
    expect(second.NextToken).toBeUndefined();
    const tooMany = run(asg.send(new DescribeAutoScalingGroupsCommand({ MaxRecords: 101 })));
    await expect(tooMany).rejects.toMatchObject({ name: "ValidationError" });
    const foreign = run(asg.send(new DescribeAutoScalingGroupsCommand({ NextToken: "x" })));
    await expect(foreign).rejects.toMatchObject({ name: "InvalidNextToken" });
  });

  test("filters by tag, and leaves unknown names out", async () => {
    const { create, run, asg } = await connectGroups(connect);
    const Tags = [{ Key: "fleet", Value: "web", PropagateAtLaunch: true }];
    await create({ AutoScalingGroupName: "tagged", Tags });
    await create({ AutoScalingGroupName: "plain" });
    const names = async (input: object) => {
      const answer = await run(asg.send(new DescribeAutoScalingGroupsCommand(input)));
      return answer.AutoScalingGroups?.map(({ AutoScalingGroupName }) => AutoScalingGroupName);
    };
    expect(await names({ Filters: [{ Name: "tag:fleet", Values: ["web"] }] })).toEqual(["tagged"]);
    expect(await names({ Filters: [{ Name: "tag-key", Values: ["fleet"] }] })).toEqual(["tagged"]);
    expect(await names({ Filters: [{ Name: "tag:fleet", Values: ["db"] }] })).toEqual([]);
    expect(await names({ AutoScalingGroupNames: ["plain", "none"] })).toEqual(["plain"]);
  });
});
