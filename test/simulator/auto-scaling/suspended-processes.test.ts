import {
  AttachInstancesCommand,
  DeleteAutoScalingGroupCommand,
  DetachInstancesCommand,
  EnterStandbyCommand,
  ExitStandbyCommand,
  ResumeProcessesCommand,
  SetInstanceHealthCommand,
  SuspendProcessesCommand,
} from "@aws-sdk/client-auto-scaling";
import { expect, test } from "vitest";
import { connectGroups, type GroupAccount } from "../../support/simulator/auto-scaling/account.ts";
import { connectTraffic } from "../../support/simulator/auto-scaling/traffic.ts";
import { bothWays } from "../../support/simulator/both-ways.ts";

const WEB = { AutoScalingGroupName: "web" };
const DECREMENT = { ...WEB, ShouldDecrementDesiredCapacity: true };

const suspend = ({ run, asg }: GroupAccount, ...ScalingProcesses: string[]) =>
  run(asg.send(new SuspendProcessesCommand({ ...WEB, ScalingProcesses })));
const resume = ({ run, asg }: GroupAccount, ...ScalingProcesses: string[]) =>
  run(asg.send(new ResumeProcessesCommand({ ...WEB, ScalingProcesses })));
const sayIll = ({ run, asg }: GroupAccount, InstanceId: string) =>
  run(asg.send(new SetInstanceHealthCommand({ InstanceId, HealthStatus: "Unhealthy" })));

async function serving(
  connect: Parameters<typeof connectGroups>[0],
  DesiredCapacity: number,
): Promise<GroupAccount> {
  const account = await connectGroups(connect);
  await account.create({ DesiredCapacity });
  account.pass(20);
  return account;
}

// aws-facts 8.2, one test per row of the table.
bothWays("suspended processes", (connect) => {
  test("Launch: nobody comes back from standby or is attached, though servers may still leave", async () => {
    const account = await serving(connect, 3);
    const { run, asg, ids, pass, states } = account;
    const [one = "", two = ""] = await ids();
    await suspend(account, "Launch", "Terminate");
    await run(asg.send(new EnterStandbyCommand({ ...DECREMENT, InstanceIds: [one] })));
    await run(asg.send(new DetachInstancesCommand({ ...DECREMENT, InstanceIds: [two] })));
    pass(10);
    expect(await states()).toEqual(["Standby", "InService"]);
    const back = () => run(asg.send(new ExitStandbyCommand({ ...WEB, InstanceIds: [one] })));
    const attach = () => run(asg.send(new AttachInstancesCommand({ ...WEB, InstanceIds: [two] })));
    const refused = { name: "ValidationError", message: expect.stringMatching(/Launch process .*suspended/) };
    await expect(back()).rejects.toMatchObject(refused);
    await expect(attach()).rejects.toMatchObject(refused);
    await resume(account, "Launch");
    await back();
    await attach();
    pass(10);
    expect(await states()).toEqual(["InService", "InService", "InService"]);
  });

  test("Launch: unhealthy servers are ended all the same, and replaced as soon as it is resumed", async () => {
    const account = await serving(connect, 2);
    const [ill = ""] = await account.ids();
    await suspend(account, "Launch");
    await sayIll(account, ill);
    account.pass(60);
    expect(await account.states()).toEqual(["InService"]);
    await resume(account, "Launch");
    account.pass(20);
    expect(await account.states()).toEqual(["InService", "InService"]);
  });

  test("Launch or Terminate: no server is replaced for its age, until both run", async () => {
    const account = await serving(connect, 2);
    const before = await account.ids();
    await account.update({ MaxInstanceLifetime: 86_400 });
    for (const process of ["Launch", "Terminate"]) {
      await suspend(account, process);
      account.pass(90_000);
      expect(await account.ids()).toEqual(before);
      await suspend(account, "Launch", "Terminate");
      await resume(account, process);
    }
    await resume(account);
    account.pass(120);
    expect((await account.ids()).filter((id) => before.includes(id))).toEqual([]);
  });

  test("Terminate: who was marked meanwhile is replaced on resume; a forced deletion still works", async () => {
    const account = await serving(connect, 2);
    const [ill = ""] = await account.ids();
    await suspend(account, "Terminate");
    await sayIll(account, ill);
    account.pass(60);
    const marked = (await account.servers()).map(({ HealthStatus }) => HealthStatus);
    expect(marked).toEqual(["Unhealthy", "Healthy"]);
    await resume(account, "Terminate");
    account.pass(20);
    expect(await account.ids()).not.toContain(ill);
    await suspend(account, "Terminate");
    const all = new DeleteAutoScalingGroupCommand({ ...WEB, ForceDelete: true });
    await account.run(account.asg.send(all));
    account.pass(20);
    expect(await account.describe()).toBeUndefined();
  });

  test("AddToLoadBalancer: who came meanwhile is never added, later ones are", async () => {
    const account = await connectTraffic(connect);
    await account.create({ TargetGroupARNs: [account.arn] });
    account.pass(5);
    await suspend(account, "AddToLoadBalancer");
    await account.setDesired(1);
    account.pass(60);
    const [early = ""] = await account.ids();
    await resume(account, "AddToLoadBalancer");
    await account.setDesired(2);
    account.pass(60);
    const targets = [...(await account.targets()).keys()];
    expect(targets).toHaveLength(1);
    expect(targets).not.toContain(early);
  });

  test("HealthCheck: nobody is marked, but who is marked by a call is replaced", async () => {
    const account = await serving(connect, 2);
    const [gone = "", told = ""] = await account.ids();
    await suspend(account, "HealthCheck");
    const stopped = account.world.state.instances.get(gone);
    if (stopped) stopped.state = "stopped";
    account.pass(60);
    expect(await account.ids()).toContain(gone);
    await sayIll(account, told);
    account.pass(60);
    expect(await account.ids()).not.toContain(told);
    await resume(account, "HealthCheck");
    account.pass(60);
    expect(await account.ids()).not.toContain(gone);
  });

  test("ReplaceUnhealthy: marking goes on, and all who are marked are replaced on resume", async () => {
    const account = await serving(connect, 2);
    const [ill = ""] = await account.ids();
    await suspend(account, "ReplaceUnhealthy");
    await sayIll(account, ill);
    account.pass(60);
    expect(await account.ids()).toContain(ill);
    await resume(account, "ReplaceUnhealthy");
    account.pass(20);
    expect(await account.ids()).not.toContain(ill);
  });
});
