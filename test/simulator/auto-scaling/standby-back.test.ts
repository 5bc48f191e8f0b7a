import {
  EnterStandbyCommand,
  ExitStandbyCommand,
  TerminateInstanceInAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import { expect, test } from "vitest";
import { sicken } from "../../../simulator/services/ec2/instances/launch.ts";
import { connectGroups } from "../../support/simulator/auto-scaling/account.ts";
import { connectTraffic } from "../../support/simulator/auto-scaling/traffic.ts";
import { bothWays } from "../../support/simulator/both-ways.ts";

const WEB = { AutoScalingGroupName: "web" };
const DECREMENT = { ...WEB, ShouldDecrementDesiredCapacity: true };
const KEEP = { ...WEB, ShouldDecrementDesiredCapacity: false };

// aws-facts 8.5, one test per fact.
bothWays("the way through standby", (connect) => {
  test("back needs room under the maximum, and changes nothing without", async () => {
    const { create, pass, run, asg, ids, states, describe, setDesired, update } =
      await connectGroups(connect);
    await create({ DesiredCapacity: 2, MaxSize: 2 });
    pass(10);
    const [one = ""] = await ids();
    await run(asg.send(new EnterStandbyCommand({ ...DECREMENT, InstanceIds: [one] })));
    await setDesired(2);
    pass(10);
    const back = () => run(asg.send(new ExitStandbyCommand({ ...WEB, InstanceIds: [one] })));
    await expect(back()).rejects.toMatchObject({ name: "ValidationError" });
    expect((await describe())?.DesiredCapacity).toBe(2);
    expect(await states()).toEqual(["Standby", "InService", "InService"]);
    await update({ MaxSize: 3 });
    await back();
    pass(10);
    expect(await states()).toEqual(["InService", "InService", "InService"]);
  });

  test("back, its grace period starts again, and it is checked anew from the first", async () => {
    const account = await connectTraffic(connect);
    const { run, asg, pass, ids, targets } = account;
    const health = { HealthCheckType: "ELB", HealthCheckGracePeriod: 300 };
    await account.create({ DesiredCapacity: 2, TargetGroupARNs: [account.arn], ...health });
    pass(600);
    const [one = ""] = await ids();
    const InstanceIds = [one];
    await run(asg.send(new EnterStandbyCommand({ ...DECREMENT, InstanceIds })));
    pass(70);
    sicken(account.world, one);
    await run(asg.send(new ExitStandbyCommand({ ...WEB, InstanceIds })));
    pass(5);
    expect((await targets()).get(one)).toBe("initial");
    pass(285);
    expect((await targets()).get(one)).toBe("unhealthy");
    expect((await account.servers()).map(({ HealthStatus }) => HealthStatus)).toEqual(["Healthy", "Healthy"]);
    pass(100);
    expect(await ids()).not.toContain(one);
  });

  test("without decrement it is made up for only when it is out of traffic", async () => {
    const account = await connectTraffic(connect);
    const { run, asg, pass, ids, states } = account;
    await account.create({ DesiredCapacity: 2, TargetGroupARNs: [account.arn] });
    pass(60);
    const [one = ""] = await ids();
    await run(asg.send(new EnterStandbyCommand({ ...KEEP, InstanceIds: [one] })));
    pass(50);
    expect(await states()).toEqual(["EnteringStandby", "InService"]);
    pass(25);
    expect(await states()).toEqual(["Standby", "InService", "InService"]);
  });

  test("one that is ended from standby goes by its hooks, and is not made up for", async () => {
    const { create, pass, run, asg, ids, states } = await connectGroups(connect);
    const handoff = {
      LifecycleHookName: "handoff",
      LifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
      HeartbeatTimeout: 60,
      DefaultResult: "CONTINUE",
    };
    await create({ DesiredCapacity: 2, LifecycleHookSpecificationList: [handoff] });
    pass(10);
    const InstanceIds = (await ids()).slice(0, 1);
    await run(asg.send(new EnterStandbyCommand({ ...DECREMENT, InstanceIds })));
    pass(5);
    await run(asg.send(new TerminateInstanceInAutoScalingGroupCommand({ ...KEEP, InstanceIds })));
    pass(5);
    expect(await states()).toEqual(["Terminating:Wait", "InService"]);
    pass(90);
    expect(await states()).toEqual(["InService"]);
  });
});
