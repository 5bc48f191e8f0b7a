import {
  AttachTrafficSourcesCommand,
  CancelInstanceRefreshCommand,
  DescribeInstanceRefreshesCommand,
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
