import { SetInstanceHealthCommand } from "@aws-sdk/client-auto-scaling";
import { expect, test } from "vitest";
import { boundsOf } from "../../../simulator/services/auto-scaling/replacement/bounds.ts";
import { terminateInstances } from "../../../simulator/services/ec2/instances/launch.ts";
import { connectGroups, type GroupAccount } from "../../support/simulator/auto-scaling/account.ts";
import { connectTraffic } from "../../support/simulator/auto-scaling/traffic.ts";
import { bothWays } from "../../support/simulator/both-ways.ts";

const policy = (MinHealthyPercentage: number, MaxHealthyPercentage: number) => ({
  InstanceMaintenancePolicy: { MinHealthyPercentage, MaxHealthyPercentage },
});
const DAY = 86_400;

const sayIll = ({ run, asg }: GroupAccount, InstanceId: string) =>
  run(asg.send(new SetInstanceHealthCommand({ InstanceId, HealthStatus: "Unhealthy" })));

/** The least and the most servers that were in service, and in service or arriving, in so many seconds. */
async function watch(account: GroupAccount, seconds: number): Promise<[number, number]> {
  let [least, most] = [Number.POSITIVE_INFINITY, 0];
  for (let second = 0; second < seconds; second++) {
    account.pass(1);
    const states = await account.states();
    const serving = states.filter((state) => state === "InService").length;
    least = Math.min(least, serving);
    most = Math.max(most, serving + states.filter((state) => state.startsWith("Pending")).length);
  }
  return [least, most];
}

test("the lower bound is rounded up, and with nothing to spare one is launched first (aws-facts 8.3)", () => {
  expect(boundsOf(3, 50, 150)).toEqual({ least: 2, most: 4 });
  expect(boundsOf(4, 100, 100)).toEqual({ least: 4, most: 5 });
  expect(boundsOf(2, 90, 110)).toEqual({ least: 2, most: 3 });
  expect(boundsOf(4, 90, null)).toEqual({ least: 3, most: 4 });
});

// aws-facts 8.3, one test per fact.
bothWays("the instance maintenance policy", (connect) => {
  test("without one an unhealthy server is ended first", async () => {
    const account = await connectGroups(connect);
    await account.create({ DesiredCapacity: 2 });
    account.pass(20);
    await sayIll(account, (await account.ids())[0] ?? "");
    expect(await watch(account, 30)).toEqual([1, 2]);
  });

  test("with 100 to 110 per cent its replacement is there first", async () => {
    const account = await connectGroups(connect);
    await account.create({ DesiredCapacity: 2, MaxSize: 2, ...policy(100, 110) });
    account.pass(20);
    const [ill = ""] = await account.ids();
    await sayIll(account, ill);
    expect(await watch(account, 30)).toEqual([2, 3]);
    expect(await account.ids()).not.toContain(ill);
    expect(await account.states()).toEqual(["InService", "InService"]);
  });

  test("the replacement must be warm and pass the load balancer's check before the old one goes", async () => {
    const account = await connectTraffic(connect);
    const traffic = {
      TargetGroupARNs: [account.arn],
      HealthCheckType: "ELB",
      HealthCheckGracePeriod: 60,
      DefaultInstanceWarmup: 120,
    };
    await account.create({ DesiredCapacity: 1, ...traffic, ...policy(100, 200) });
    account.pass(180);
    const [ill = ""] = await account.ids();
    await sayIll(account, ill);
    account.pass(110);
    expect(await account.states()).toEqual(["InService", "InService"]);
    account.pass(20);
    expect(await account.states()).toEqual(["Terminating", "InService"]);
  });

  test("servers that EC2 runs no more, and those a person ends, are no matter of the policy", async () => {
    const account = await connectGroups(connect);
    await account.create({ DesiredCapacity: 2, ...policy(100, 110) });
    account.pass(20);
    const [gone = ""] = await account.ids();
    terminateInstances(account.world, [gone], "Client.UserInitiatedShutdown");
    expect(await watch(account, 30)).toEqual([1, 2]);
  });

  test("the balance of zones follows it, also where the group may not grow", async () => {
    const account = await connectGroups(connect);
    await account.create({ DesiredCapacity: 4, VPCZoneIdentifier: "subnet-a", ...policy(75, 100) });
    account.pass(20);
    await account.update({ VPCZoneIdentifier: "subnet-a,subnet-b" });
    expect(await watch(account, 60)).toEqual([3, 4]);
    const zones = (await account.servers()).map(({ AvailabilityZone }) => AvailabilityZone);
    expect(zones.filter((zone) => zone === "us-east-1b")).toHaveLength(2);
  });
});

// aws-facts 8.3: MaxInstanceLifetime.
bothWays("MaxInstanceLifetime", (connect) => {
  test("a server that is in service for so long is replaced, one at a time, and protected ones are left", async () => {
    const account = await connectGroups(connect);
    await account.create({ DesiredCapacity: 3, MaxInstanceLifetime: DAY });
    account.pass(DAY - 60);
    const before = await account.ids();
    const held = account.world.state.groups.get("web")?.instances.get(before[0] ?? "");
    if (held) held.protectedFromScaleIn = true;
    expect(await watch(account, 180)).toEqual([2, 3]);
    const after = await account.ids();
    expect(after.filter((id) => before.includes(id))).toEqual([before[0]]);
    account.pass(DAY);
    expect((await account.ids()).filter((id) => after.includes(id))).toEqual([before[0]]);
  });

  test("set on a running group it begins at once, first the new one where a policy says so", async () => {
    const account = await connectGroups(connect);
    await account.create({ DesiredCapacity: 2 });
    account.pass(2 * DAY);
    const before = await account.ids();
    await account.update({ MaxInstanceLifetime: DAY, ...policy(100, 150) });
    expect(await watch(account, 120)).toEqual([2, 3]);
    expect((await account.ids()).filter((id) => before.includes(id))).toEqual([]);
  });
});
