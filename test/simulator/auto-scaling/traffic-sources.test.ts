import {
  AttachTrafficSourcesCommand,
  DetachLoadBalancerTargetGroupsCommand,
  DetachTrafficSourcesCommand,
  ResumeProcessesCommand,
  SuspendProcessesCommand,
} from "@aws-sdk/client-auto-scaling";
import { expect, test } from "vitest";
import { connectTraffic } from "../../support/simulator/auto-scaling/traffic.ts";
import { bothWays } from "../../support/simulator/both-ways.ts";

const WEB = { AutoScalingGroupName: "web" };

bothWays("traffic sources", (connect) => {
  test("walk from Adding over Added to InService with the first healthy server (aws-facts 1.2)", async () => {
    const { create, pass, arn, sources, targets } = await connectTraffic(connect);
    await create({ DesiredCapacity: 2, TargetGroupARNs: [arn] });
    expect(await sources()).toEqual(["web: Adding"]);
    pass(10);
    expect(await sources()).toEqual(["web: Added"]);
    expect([...(await targets()).values()]).toEqual(["initial", "initial"]);
    pass(120);
    expect(await sources()).toEqual(["web: InService"]);
  });

  test("InService of a server does not wait for its health", async () => {
    const { create, pass, arn, states, targets } = await connectTraffic(connect, {
      "sim:healthy-seconds": "never",
    });
    await create({ DesiredCapacity: 1, TargetGroupARNs: [arn] });
    pass(10);
    expect(await states()).toEqual(["InService"]);
    expect([...(await targets()).values()]).not.toContain("healthy");
  });

  test("attaching registers the servers in service (aws-facts 1.2)", async () => {
    const { create, pass, run, asg, arn, ids, targets, sources, describe } = await connectTraffic(connect);
    await create({ DesiredCapacity: 2 });
    pass(60);
    const TrafficSources = [{ Identifier: arn, Type: "elbv2" }];
    await run(asg.send(new AttachTrafficSourcesCommand({ ...WEB, TrafficSources })));
    expect(await sources()).toEqual(["web: Adding"]);
    pass(30);
    expect([...(await targets()).keys()].toSorted()).toEqual((await ids()).toSorted());
    expect(await describe()).toMatchObject({ TargetGroupARNs: [arn], TrafficSources });
  });

  test("detaching deregisters, drains, and leaves the servers running in the group (aws-facts 1.2)", async () => {
    const { create, pass, run, asg, arn, targets, sources, states } = await connectTraffic(connect);
    await create({ DesiredCapacity: 2, TargetGroupARNs: [arn] });
    pass(60);
    await run(asg.send(new DetachTrafficSourcesCommand({ ...WEB, TrafficSources: [{ Identifier: arn }] })));
    expect([...(await targets()).values()]).toEqual(["draining", "draining"]);
    expect(await sources()).toEqual(["web: Removing"]);
    pass(62);
    expect(await sources()).toEqual([]);
    expect((await targets()).size).toBe(0);
    expect(await states()).toEqual(["InService", "InService"]);
  });

  test("attached again while draining, the servers are taken back", async () => {
    const { create, pass, run, asg, arn, targets, sources, setDesired, states } =
      await connectTraffic(connect);
    await create({ DesiredCapacity: 2, TargetGroupARNs: [arn] });
    pass(60);
    const TrafficSources = [{ Identifier: arn, Type: "elbv2" }];
    await run(asg.send(new DetachTrafficSourcesCommand({ ...WEB, TrafficSources })));
    pass(10);
    await run(asg.send(new AttachTrafficSourcesCommand({ ...WEB, TrafficSources })));
    pass(120);
    expect([...(await targets()).values()]).toEqual(["healthy", "healthy"]);
    expect(await sources()).toEqual(["web: InService"]);
    await setDesired(0);
    pass(90);
    expect(await states()).toEqual([]);
  });

  test("a target group that is not attached cannot be detached, and at most ten go in one call (aws-facts 1.2)", async () => {
    const { create, run, asg, arn } = await connectTraffic(connect);
    await create();
    const stray = run(
      asg.send(new DetachLoadBalancerTargetGroupsCommand({ ...WEB, TargetGroupARNs: [arn] })),
    );
    await expect(stray).rejects.toMatchObject({ name: "ValidationError" });
    const TrafficSources = Array.from({ length: 11 }, () => ({ Identifier: arn }));
    const many = run(asg.send(new AttachTrafficSourcesCommand({ ...WEB, TrafficSources })));
    await expect(many).rejects.toMatchObject({ name: "ValidationError" });
  });

  test("servers launched while AddToLoadBalancer is suspended are never added (aws-facts 1.3)", async () => {
    const { create, pass, run, asg, arn, targets, setDesired } = await connectTraffic(connect);
    await create({ DesiredCapacity: 1, TargetGroupARNs: [arn] });
    pass(10);
    const ScalingProcesses = ["AddToLoadBalancer"];
    await run(asg.send(new SuspendProcessesCommand({ ...WEB, ScalingProcesses })));
    await setDesired(2);
    pass(10);
    await run(asg.send(new ResumeProcessesCommand({ ...WEB, ScalingProcesses })));
    await setDesired(3);
    pass(60);
    expect((await targets()).size).toBe(2);
  });
});
