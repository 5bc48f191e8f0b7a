import {
  DetachInstancesCommand,
  EnterStandbyCommand,
  ResumeProcessesCommand,
  SetInstanceProtectionCommand,
  SuspendProcessesCommand,
  TerminateInstanceInAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import { expect, test } from "vitest";
import { setZoneCapacity } from "../../../simulator/services/ec2/instances/launch.ts";
import { connectGroups, type GroupAccount } from "../../support/simulator/auto-scaling/account.ts";
import { bothWays } from "../../support/simulator/both-ways.ts";

const WEB = { AutoScalingGroupName: "web" };
const DECREMENT = { ...WEB, ShouldDecrementDesiredCapacity: true };
type Connect = Parameters<typeof connectGroups>[0];

async function serving(connect: Connect, input: object): Promise<GroupAccount> {
  const account = await connectGroups(connect);
  await account.create(input);
  account.pass(20);
  return account;
}

/** Servers by zone, as `a2 b2`. */
async function zones({ servers }: GroupAccount): Promise<string> {
  const all = new Map<string, number>();
  for (const { AvailabilityZone: zone = "" } of await servers())
    all.set(zone.slice(-1), (all.get(zone.slice(-1)) ?? 0) + 1);
  return [...all]
    .map(([zone, count]) => `${zone}${count}`)
    .toSorted()
    .join(" ");
}

const inZone = async ({ servers }: GroupAccount, letter: string): Promise<string[]> =>
  (await servers())
    .filter(
      ({ AvailabilityZone, LifecycleState }) =>
        AvailabilityZone?.endsWith(letter) && LifecycleState === "InService",
    )
    .map(({ InstanceId = "" }) => InstanceId);

const terminate = async (account: GroupAccount, InstanceIds: string[]) =>
  account.run(
    account.asg.send(new TerminateInstanceInAutoScalingGroupCommand({ ...DECREMENT, InstanceIds })),
  );
const suspend = ({ run, asg }: GroupAccount, ...ScalingProcesses: string[]) =>
  run(asg.send(new SuspendProcessesCommand({ ...WEB, ScalingProcesses })));
const resume = ({ run, asg }: GroupAccount, ...ScalingProcesses: string[]) =>
  run(asg.send(new ResumeProcessesCommand({ ...WEB, ScalingProcesses })));

// aws-facts 8.1 and 8.2, one test per fact.
bothWays("the balance of zones", (connect) => {
  test("terminate with decrement, detaching and standby unbalance a group: it launches first, then ends one", async () => {
    for (const act of [
      terminate,
      ({ run, asg }: GroupAccount, InstanceIds: string[]) =>
        run(asg.send(new DetachInstancesCommand({ ...DECREMENT, InstanceIds }))),
      ({ run, asg }: GroupAccount, InstanceIds: string[]) =>
        run(asg.send(new EnterStandbyCommand({ ...DECREMENT, InstanceIds }))),
    ]) {
      const account = await serving(connect, { DesiredCapacity: 6 });
      const gone = (await inZone(account, "b")).slice(0, 2);
      await act(account, gone);
      let least = 6;
      let most = 0;
      for (let second = 0; second < 40; second++) {
        account.pass(1);
        const states = await account.states();
        least = Math.min(least, states.filter((state) => state === "InService").length);
        most = Math.max(most, states.filter((state) => state === "InService" || state === "Pending").length);
      }
      expect([least, most]).toEqual([4, 5]);
      expect([(await inZone(account, "a")).length, (await inZone(account, "b")).length]).toEqual([2, 2]);
      expect((await account.describe())?.DesiredCapacity).toBe(4);
    }
  });

  test("a group at its maximum exceeds it by a tenth or one, not more", async () => {
    const account = await serving(connect, { DesiredCapacity: 8, MaxSize: 4 + 4 });
    await suspend(account, "AZRebalance");
    await terminate(account, await inZone(account, "b"));
    await account.update({ MaxSize: 4 });
    account.pass(20);
    expect(await zones(account)).toBe("a4");
    await resume(account, "AZRebalance");
    let most = 0;
    for (let second = 0; second < 60; second++) {
      account.pass(1);
      const standing = (await account.states()).filter((state) => !state.startsWith("Terminating"));
      most = Math.max(most, standing.length);
    }
    expect(most).toBe(5);
    expect(await zones(account)).toBe("a2 b2");
  });

  test("with AZRebalance suspended it stays unequal, and is made equal on resume", async () => {
    const account = await serving(connect, { DesiredCapacity: 4 });
    await suspend(account, "AZRebalance");
    await terminate(account, await inZone(account, "b"));
    account.pass(60);
    expect(await zones(account)).toBe("a2");
    await resume(account, "AZRebalance");
    account.pass(60);
    expect(await zones(account)).toBe("a1 b1");
  });

  test("with Terminate suspended it launches without ending, until the resume", async () => {
    const account = await serving(connect, { DesiredCapacity: 4 });
    await suspend(account, "Terminate");
    await terminate(account, await inZone(account, "b"));
    account.pass(60);
    expect(await zones(account)).toBe("a2 b1");
    await resume(account, "Terminate");
    account.pass(60);
    expect(await zones(account)).toBe("a1 b1");
  });

  test("Launch suspended, nothing is balanced", async () => {
    const account = await serving(connect, { DesiredCapacity: 4 });
    await suspend(account, "Launch");
    await terminate(account, await inZone(account, "b"));
    account.pass(60);
    expect(await zones(account)).toBe("a2");
  });

  test("a zone whose capacity comes back gets its share, and other zones of the group too", async () => {
    const account = await connectGroups(connect);
    setZoneCapacity(account.world, "us-east-1b", false);
    await account.create({ DesiredCapacity: 4 });
    account.pass(60);
    expect(await zones(account)).toBe("a4");
    setZoneCapacity(account.world, "us-east-1b", true);
    account.pass(60);
    expect(await zones(account)).toBe("a2 b2");
    await account.update({ VPCZoneIdentifier: "subnet-b,subnet-c" });
    account.pass(60);
    expect(await zones(account)).toBe("b2 c2");
  });

  test("balanced-only makes up for a zone without capacity in no other", async () => {
    const account = await connectGroups(connect);
    setZoneCapacity(account.world, "us-east-1b", false);
    const AvailabilityZoneDistribution = { CapacityDistributionStrategy: "balanced-only" as const };
    await account.create({ DesiredCapacity: 4, AvailabilityZoneDistribution });
    account.pass(300);
    expect(await zones(account)).toBe("a2");
    setZoneCapacity(account.world, "us-east-1b", true);
    account.pass(900);
    expect(await zones(account)).toBe("a2 b2");
  });

  test("servers protected from scale-in are not moved", async () => {
    const account = await serving(connect, { DesiredCapacity: 4 });
    const held = { ...WEB, InstanceIds: await inZone(account, "a"), ProtectedFromScaleIn: true };
    await account.run(account.asg.send(new SetInstanceProtectionCommand(held)));
    await terminate(account, await inZone(account, "b"));
    account.pass(60);
    expect(await zones(account)).toBe("a2");
  });

  test("its activities say what it was launched for", async () => {
    const account = await serving(connect, { DesiredCapacity: 4 });
    await terminate(account, await inZone(account, "b"));
    account.pass(60);
    const causes = (await account.activities()).map(({ Cause }) => Cause);
    expect(causes).toContainEqual(expect.stringMatching(/to aid in balancing the group's zones/));
  });
});
