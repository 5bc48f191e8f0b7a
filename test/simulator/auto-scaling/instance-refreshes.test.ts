import {
  AttachTrafficSourcesCommand,
  CancelInstanceRefreshCommand,
  DescribeInstanceRefreshesCommand,
  EnterStandbyCommand,
  SetInstanceProtectionCommand,
  StartInstanceRefreshCommand,
  SuspendProcessesCommand,
} from "@aws-sdk/client-auto-scaling";
import { expect, test } from "vitest";
import { connectGroups, type GroupAccount } from "../../support/simulator/auto-scaling/account.ts";
import { bothWays } from "../../support/simulator/both-ways.ts";

const WEB = { AutoScalingGroupName: "web" };
const start = ({ run, asg }: GroupAccount, Preferences = {}) =>
  run(asg.send(new StartInstanceRefreshCommand({ ...WEB, Preferences })));
const cancel = ({ run, asg }: GroupAccount) => run(asg.send(new CancelInstanceRefreshCommand(WEB)));
const refreshes = async ({ run, asg }: GroupAccount) =>
  (await run(asg.send(new DescribeInstanceRefreshesCommand(WEB)))).InstanceRefreshes ?? [];

async function serving(connect: Parameters<typeof connectGroups>[0], servers = 4): Promise<GroupAccount> {
  const account = await connectGroups(connect);
  await account.create({ DesiredCapacity: servers });
  account.pass(120);
  return account;
}

// aws-facts 8.4, one test per fact.
bothWays("instance refreshes", (connect) => {
  test("all servers are replaced, in batches that leave the least number in service", async () => {
    const account = await serving(connect);
    const before = await account.ids();
    await start(account, { MinHealthyPercentage: 50, InstanceWarmup: 0 });
    expect(await refreshes(account)).toMatchObject([{ Status: "Pending", InstancesToUpdate: 4 }]);
    const least: number[] = [];
    for (let look = 0; look < 40; look++) {
      account.pass(10);
      least.push((await account.states()).filter((state) => state === "InService").length);
    }
    expect(Math.min(...least)).toBe(2);
    const ended = { Status: "Successful", PercentageComplete: 100, InstancesToUpdate: 0 };
    expect(await refreshes(account)).toMatchObject([ended]);
    const after = await account.ids();
    expect(after).toHaveLength(4);
    expect(after.filter((id) => before.includes(id))).toEqual([]);
  });

  test("one at a time, and no traffic source is attached meanwhile", async () => {
    const account = await serving(connect);
    const { run, asg } = account;
    await start(account);
    account.pass(15);
    expect(await refreshes(account)).toMatchObject([{ Status: "InProgress" }]);
    const refused = { name: "InstanceRefreshInProgressFault" };
    await expect(start(account)).rejects.toMatchObject(refused);
    const attach = new AttachTrafficSourcesCommand({ ...WEB, TrafficSources: [] });
    await expect(run(asg.send(attach))).rejects.toMatchObject(refused);
    await cancel(account);
    expect(await refreshes(account)).toMatchObject([{ Status: "Cancelling" }]);
    account.pass(15);
    expect(await refreshes(account)).toMatchObject([{ Status: "Cancelled" }]);
    await expect(cancel(account)).rejects.toMatchObject({ name: "ActiveInstanceRefreshNotFoundFault" });
    await start(account);
    expect((await refreshes(account)).map(({ Status }) => Status)).toEqual(["Pending", "Cancelled"]);
  });

  test("one whose process is suspended stands, and what is not simulated is refused", async () => {
    const account = await serving(connect);
    const { run, asg } = account;
    const before = await account.ids();
    const ScalingProcesses = ["InstanceRefresh"];
    await run(asg.send(new SuspendProcessesCommand({ ...WEB, ScalingProcesses })));
    await start(account);
    account.pass(300);
    expect(await account.ids()).toEqual(before);
    expect(await refreshes(account)).toMatchObject([{ Status: "Pending", InstancesToUpdate: 4 }]);
    await expect(start(account, { MinHealthyPercentage: 101 })).rejects.toThrow(/between 0 and 100/);
    await expect(start(account, { AutoRollback: true })).rejects.toThrow(/AutoRollback is not simulated/);
  });
});

// AS/RefreshPreferences and aws-facts 8.3, 8.4, one test per fact.
bothWays("preferences of an instance refresh", (connect) => {
  test("with an upper bound new servers are launched first, and the floor is never broken", async () => {
    const account = await serving(connect);
    await start(account, { MinHealthyPercentage: 100, MaxHealthyPercentage: 150, InstanceWarmup: 30 });
    let [least, most] = [9, 0];
    for (let look = 0; look < 60; look++) {
      account.pass(5);
      const states = await account.states();
      const serves = states.filter((state) => state === "InService").length;
      least = Math.min(least, serves);
      most = Math.max(most, serves + states.filter((state) => state === "Pending").length);
    }
    expect([least, most]).toEqual([4, 6]);
    expect(await refreshes(account)).toMatchObject([{ Status: "Successful" }]);
  });

  test("without any one is ended at a time, and none is launched above the desired capacity", async () => {
    const account = await serving(connect);
    await start(account, { InstanceWarmup: 30 });
    let [least, most] = [9, 0];
    for (let look = 0; look < 60; look++) {
      account.pass(5);
      const standing = (await account.states()).filter((state) => !state.startsWith("Terminating"));
      most = Math.max(most, standing.length);
      least = Math.min(least, standing.filter((state) => state === "InService").length);
    }
    expect([least, most]).toEqual([3, 4]);
    expect(await refreshes(account)).toMatchObject([{ Status: "Successful" }]);
  });

  test("without them the group's maintenance policy counts", async () => {
    const account = await serving(connect);
    const InstanceMaintenancePolicy = { MinHealthyPercentage: 100, MaxHealthyPercentage: 120 };
    await account.update({ InstanceMaintenancePolicy });
    await start(account);
    expect(await refreshes(account)).toMatchObject([{ Preferences: InstanceMaintenancePolicy }]);
  });

  test("SkipMatching leaves servers that are as the group would launch them", async () => {
    const account = await serving(connect);
    const before = await account.ids();
    await start(account, { SkipMatching: true });
    account.pass(60);
    expect(await refreshes(account)).toMatchObject([{ Status: "Successful", PercentageComplete: 100 }]);
    expect(await account.ids()).toEqual(before);
    const { imageId: ImageId, createTemplate } = account;
    const LaunchTemplateId = await createTemplate({ ImageId, InstanceType: "t3.small" }, "other");
    await account.update({ LaunchTemplate: { LaunchTemplateId, Version: "1" } });
    await start(account, { SkipMatching: true, InstanceWarmup: 0 });
    account.pass(600);
    expect((await account.ids()).filter((id) => before.includes(id))).toEqual([]);
  });

  test("it stands at a checkpoint for its delay, ends at the last one, and bakes", async () => {
    const account = await serving(connect);
    const before = await account.ids();
    const checkpoints = { CheckpointPercentages: [25, 75], CheckpointDelay: 1200, BakeTime: 600 };
    await start(account, { ...checkpoints, InstanceWarmup: 0, MinHealthyPercentage: 0 });
    const replaced = async () =>
      before.length - (await account.ids()).filter((id) => before.includes(id)).length;
    account.pass(1100);
    expect(await replaced()).toBe(1);
    account.pass(300);
    expect(await replaced()).toBe(3);
    expect(await refreshes(account)).toMatchObject([{ Status: "Baking", PercentageComplete: 75 }]);
    account.pass(660);
    expect(await refreshes(account)).toMatchObject([{ Status: "Successful", InstancesToUpdate: 1 }]);
  });

  test("it waits an hour for servers in standby and protected ones, and fails; or ends them, or leaves them", async () => {
    for (const [StandbyInstances, ScaleInProtectedInstances, Status, kept] of [
      [undefined, undefined, "Failed", 2],
      ["Ignore", "Ignore", "Successful", 2],
      ["Terminate", "Refresh", "Successful", 0],
    ] as const) {
      const account = await serving(connect);
      const { run, asg } = account;
      const [aside = "", held = ""] = await account.ids();
      const decrement = { ShouldDecrementDesiredCapacity: true };
      await run(asg.send(new EnterStandbyCommand({ ...WEB, InstanceIds: [aside], ...decrement })));
      const hold = { InstanceIds: [held], ProtectedFromScaleIn: true };
      await run(asg.send(new SetInstanceProtectionCommand({ ...WEB, ...hold })));
      await start(account, { InstanceWarmup: 0, StandbyInstances, ScaleInProtectedInstances });
      account.pass(4500);
      expect(await refreshes(account)).toMatchObject([{ Status }]);
      expect((await account.ids()).filter((id) => id === aside || id === held)).toHaveLength(kept);
    }
  });

  test.each([
    [{ CheckpointPercentages: [50, 50] }, /ascending/],
    [{ CheckpointDelay: 60 }, /needs CheckpointPercentages/],
    [{ BakeTime: 172_801 }, /BakeTime/],
    [{ MinHealthyPercentage: 90, MaxHealthyPercentage: 195 }, /at most 100 above/],
    [{ StandbyInstances: "Refresh" }, /none of Wait, Ignore, Terminate/],
    [{ AlarmSpecification: { Alarms: ["a"] } }, /AlarmSpecification is not simulated/],
  ])("refuses %j", async (preferences, words) => {
    const account = await serving(connect, 0);
    await expect(start(account, preferences)).rejects.toThrow(words);
  });
});
