import {
  DescribeScheduledActionsCommand,
  PutScheduledUpdateGroupActionCommand,
  ResumeProcessesCommand,
  SuspendProcessesCommand,
} from "@aws-sdk/client-auto-scaling";
import { expect, test } from "vitest";
import { connectGroups, type GroupAccount } from "../../support/simulator/auto-scaling/account.ts";
import { bothWays } from "../../support/simulator/both-ways.ts";

const WEB = { AutoScalingGroupName: "web" };
const HOUR = 3600;

/** A group of none, on Fri 27 Mar 2026, 10:00 UTC: two days before clocks go forward in Europe. */
async function beforeSummer(connect: Parameters<typeof connectGroups>[0]): Promise<GroupAccount> {
  const account = await connectGroups((options) => connect({ ...options, start: Date.UTC(2026, 2, 27, 10) }));
  await account.create();
  return account;
}

const put = ({ run, asg }: GroupAccount, ScheduledActionName: string, input: object) =>
  run(asg.send(new PutScheduledUpdateGroupActionCommand({ ...WEB, ScheduledActionName, ...input })));

const actions = async ({ run, asg }: GroupAccount) =>
  (await run(asg.send(new DescribeScheduledActionsCommand(WEB)))).ScheduledUpdateGroupActions ?? [];

const desired = async ({ describe }: GroupAccount) => (await describe())?.DesiredCapacity;

// aws-facts 8.4, one test per fact.
bothWays("recurring schedules", (connect) => {
  test("run again and again, and an hour of summer time moves them with the clocks of their zone", async () => {
    const account = await beforeSummer(connect);
    const daily = { Recurrence: "0 8 * * *", DesiredCapacity: 3 };
    await put(account, "berlin", { ...daily, TimeZone: "Europe/Berlin" });
    await put(account, "utc", { Recurrence: "30 9 * * *", DesiredCapacity: 0 });
    const [berlin] = await actions(account);
    expect(berlin?.StartTime).toEqual(new Date(Date.UTC(2026, 2, 28, 7)));
    account.pass(21 * HOUR + 60);
    expect(await desired(account)).toBe(3);
    account.pass(3 * HOUR);
    expect(await desired(account)).toBe(0);
    // The day after, 8 o'clock in Berlin is at 6 UTC.
    account.pass(20 * HOUR);
    expect(await desired(account)).toBe(3);
  });

  test("run at their start time, too, and are gone after their end", async () => {
    const account = await beforeSummer(connect);
    const StartTime = new Date(Date.UTC(2026, 2, 27, 11));
    const EndTime = new Date(Date.UTC(2026, 2, 28, 12));
    await put(account, "days", { Recurrence: "0 10 * * *", StartTime, EndTime, DesiredCapacity: 2 });
    account.pass(HOUR + 30);
    expect(await desired(account)).toBe(2);
    await account.setDesired(0);
    account.pass(23 * HOUR);
    expect(await desired(account)).toBe(2);
    expect(await actions(account)).toEqual([]);
  });

  test("what falls due while ScheduledActions is suspended is skipped, the next one runs", async () => {
    const account = await beforeSummer(connect);
    await put(account, "hourly", { Recurrence: "0 * * * *", DesiredCapacity: 2 });
    const named = { ...WEB, ScalingProcesses: ["ScheduledActions"] };
    await account.run(account.asg.send(new SuspendProcessesCommand(named)));
    account.pass(1.5 * HOUR);
    await account.run(account.asg.send(new ResumeProcessesCommand(named)));
    account.pass(60);
    expect(await desired(account)).toBe(0);
    account.pass(HOUR);
    expect(await desired(account)).toBe(2);
  });

  test("a lone desired capacity outside the bounds changes nothing; a minimum lifts it", async () => {
    const account = await beforeSummer(connect);
    await account.update({ MaxSize: 4 });
    await put(account, "too-many", { Recurrence: "0 11 * * *", DesiredCapacity: 9 });
    await put(account, "at-least", { Recurrence: "0 12 * * *", MinSize: 2 });
    account.pass(1.5 * HOUR);
    expect(await desired(account)).toBe(0);
    account.pass(HOUR);
    expect(await desired(account)).toBe(2);
  });

  test.each([
    [{ Recurrence: "0 8 * * * *", DesiredCapacity: 1 }, /recurrence string/],
    [{ Recurrence: "0 8 * * *", TimeZone: "Mars/Olympus", DesiredCapacity: 1 }, /recurrence string/],
    [{ Recurrence: "0 8 * * *" }, /At least one of/],
    [{ DesiredCapacity: 1 }, /StartTime or Recurrence/],
    [{ Recurrence: "0 8 * * *", EndTime: new Date(Date.UTC(2026, 2, 1)), DesiredCapacity: 1 }, /end time/],
  ])("refuses %j", async (input, words) => {
    await expect(put(await beforeSummer(connect), "bad", input)).rejects.toThrow(words);
  });
});
