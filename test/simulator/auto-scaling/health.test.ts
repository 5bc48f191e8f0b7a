import {
  ResumeProcessesCommand,
  SetInstanceHealthCommand,
  SuspendProcessesCommand,
} from "@aws-sdk/client-auto-scaling";
import { expect, test } from "vitest";
import { sicken, terminateInstances } from "../../../simulator/services/ec2/instances/launch.ts";
import { connectGroups, type GroupAccount } from "../../support/simulator/auto-scaling/account.ts";
import { connectTraffic } from "../../support/simulator/auto-scaling/traffic.ts";
import { bothWays } from "../../support/simulator/both-ways.ts";

const setHealth = ({ run, asg }: GroupAccount, InstanceId: string, ShouldRespectGracePeriod?: boolean) => {
  const respect = ShouldRespectGracePeriod === undefined ? {} : { ShouldRespectGracePeriod };
  return run(asg.send(new SetInstanceHealthCommand({ InstanceId, HealthStatus: "Unhealthy", ...respect })));
};

const suspend = ({ run, asg }: GroupAccount, ...ScalingProcesses: string[]) =>
  run(asg.send(new SuspendProcessesCommand({ AutoScalingGroupName: "web", ScalingProcesses })));

const resume = ({ run, asg }: GroupAccount, ...ScalingProcesses: string[]) =>
  run(asg.send(new ResumeProcessesCommand({ AutoScalingGroupName: "web", ScalingProcesses })));

const HANDOFF = {
  LifecycleHookName: "handoff",
  LifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
};

bothWays("health", (connect) => {
  test("a server that EC2 ends is replaced, and no hook runs for it (peers 3)", async () => {
    const account = await connectGroups(connect);
    await account.create({ DesiredCapacity: 2, LifecycleHookSpecificationList: [HANDOFF] });
    account.pass(10);
    const [first = "", second = ""] = await account.ids();
    terminateInstances(account.world, [first], "Client.UserInitiatedShutdown: by hand");
    account.pass(20);
    const after = await account.ids();
    expect(after).toHaveLength(2);
    expect(after).toContain(second);
    expect(after).not.toContain(first);
  });

  test("load balancer health counts only with ELB in the list (aws-facts 1.2)", async () => {
    const account = await connectTraffic(connect);
    await account.create({ DesiredCapacity: 2, TargetGroupARNs: [account.arn] });
    account.pass(120);
    const [sick = ""] = await account.ids();
    sicken(account.world, sick);
    account.pass(120);
    expect((await account.targets()).get(sick)).toBe("unhealthy");
    expect(await account.ids()).toContain(sick);
    await account.update({ HealthCheckType: "ELB", HealthCheckGracePeriod: 120 });
    account.pass(5);
    expect((await account.servers()).find(({ InstanceId }) => InstanceId === sick)?.HealthStatus).toBe(
      "Unhealthy",
    );
    account.pass(120);
    expect(await account.ids()).not.toContain(sick);
    expect(await account.states()).toEqual(["InService", "InService"]);
  });

  test("within the grace period load balancer health is ignored, and judged at its end (aws-facts 1.2)", async () => {
    const account = await connectTraffic(connect, { "sim:healthy-seconds": "never" });
    const health = { HealthCheckType: "ELB", HealthCheckGracePeriod: 300 };
    await account.create({ DesiredCapacity: 1, TargetGroupARNs: [account.arn], ...health });
    account.pass(250);
    const [id = ""] = await account.ids();
    expect((await account.targets()).get(id)).toBe("unhealthy");
    expect((await account.servers())[0]?.HealthStatus).toBe("Healthy");
    account.pass(150);
    expect(await account.ids()).not.toContain(id);
  });

  test("at most a tenth of the group is replaced at a time (aws-facts 1.3)", async () => {
    const account = await connectTraffic(connect);
    await account.create({
      DesiredCapacity: 20,
      HealthCheckType: "ELB",
      TargetGroupARNs: [account.arn],
      HealthCheckGracePeriod: 120,
    });
    account.pass(180);
    for (const id of await account.ids()) sicken(account.world, id);
    account.pass(60);
    const leaving = (await account.states()).filter((state) => state.startsWith("Terminating"));
    expect(leaving).toHaveLength(2);
    expect((await account.servers()).filter(({ HealthStatus }) => HealthStatus === "Unhealthy")).toHaveLength(
      20,
    );
    account.pass(2000);
    expect(await account.states()).toEqual(Array(20).fill("InService"));
  });

  test("while ReplaceUnhealthy is suspended they stay, and go at once when it is resumed (aws-facts 1.3)", async () => {
    const account = await connectGroups(connect);
    await account.create({ DesiredCapacity: 2 });
    account.pass(10);
    const [id = ""] = await account.ids();
    await suspend(account, "ReplaceUnhealthy");
    await setHealth(account, id);
    account.pass(60);
    expect(await account.states()).toEqual(["InService", "InService"]);
    await resume(account, "ReplaceUnhealthy");
    account.pass(3);
    expect(await account.states()).toContain("Terminating:Proceed");
  });

  test("while HealthCheck is suspended nothing is marked (aws-facts 1.3)", async () => {
    const account = await connectGroups(connect);
    await account.create({ DesiredCapacity: 1 });
    account.pass(10);
    const [id = ""] = await account.ids();
    await suspend(account, "HealthCheck");
    terminateInstances(account.world, [id], "by hand");
    account.pass(60);
    expect((await account.servers())[0]).toMatchObject({ InstanceId: id, HealthStatus: "Healthy" });
    await resume(account);
    account.pass(10);
    expect(await account.ids()).not.toContain(id);
  });

  test("SetInstanceHealth respects the grace period unless told not to (aws-facts 1.2)", async () => {
    const account = await connectGroups(connect);
    await account.create({ DesiredCapacity: 1, HealthCheckGracePeriod: 300 });
    account.pass(10);
    const [id = ""] = await account.ids();
    await setHealth(account, id);
    expect((await account.servers())[0]?.HealthStatus).toBe("Healthy");
    await setHealth(account, id, false);
    expect((await account.servers())[0]?.HealthStatus).toBe("Unhealthy");
  });

  test("a server that ends before it is in service is a failed launch, and is replaced", async () => {
    const account = await connectGroups(connect);
    await account.create({ DesiredCapacity: 1 });
    account.pass(2);
    const [id = ""] = await account.ids();
    terminateInstances(account.world, [id], "by hand");
    account.pass(40);
    expect((await account.activities()).map(({ StatusCode }) => StatusCode)).toContain("Failed");
    expect(await account.states()).toEqual(["InService"]);
    expect(await account.ids()).not.toContain(id);
  });
});
