import {
  CompleteLifecycleActionCommand,
  DeleteLifecycleHookCommand,
  DescribeLifecycleHooksCommand,
  PutLifecycleHookCommand,
  RecordLifecycleActionHeartbeatCommand,
} from "@aws-sdk/client-auto-scaling";
import { expect, test } from "vitest";
import { connectGroups, type GroupAccount } from "../../support/simulator/auto-scaling/account.ts";
import { connectTraffic } from "../../support/simulator/auto-scaling/traffic.ts";
import { bothWays } from "../../support/simulator/both-ways.ts";

const LAUNCHING = {
  LifecycleHookName: "validate",
  LifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING",
  HeartbeatTimeout: 60,
};
const TERMINATING = {
  LifecycleHookName: "handoff",
  LifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
  HeartbeatTimeout: 60,
};
const VALIDATE = { AutoScalingGroupName: "web", LifecycleHookName: "validate" };
const HANDOFF = { AutoScalingGroupName: "web", LifecycleHookName: "handoff" };

const tokens = ({ events }: GroupAccount): string[] =>
  events.map((each) => each.detail.LifecycleActionToken).filter((token) => typeof token === "string");

const complete = ({ run, asg }: GroupAccount, LifecycleActionToken: string, LifecycleActionResult: string) =>
  run(
    asg.send(
      new CompleteLifecycleActionCommand({ ...VALIDATE, LifecycleActionToken, LifecycleActionResult }),
    ),
  );

bothWays("launch hooks", (connect) => {
  test("a server waits in Pending:Wait, told by the documented event (events/autoscaling-instance-launch-lifecycle-action)", async () => {
    const account = await connectGroups(connect);
    const LifecycleHookSpecificationList = [{ ...LAUNCHING, NotificationMetadata: "g1" }];
    await account.create({ DesiredCapacity: 1, LifecycleHookSpecificationList });
    account.pass(10);
    expect(await account.states()).toEqual(["Pending:Wait"]);
    const [id] = await account.ids();
    const event = account.events.find((each) => each.source === "aws.autoscaling");
    expect(event).toMatchObject({ "detail-type": "EC2 Instance-launch Lifecycle Action" });
    expect(event?.detail).toEqual({
      LifecycleActionToken: tokens(account)[0],
      AutoScalingGroupName: "web",
      LifecycleHookName: "validate",
      EC2InstanceId: id,
      LifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING",
      NotificationMetadata: "g1",
      Origin: "EC2",
      Destination: "AutoScalingGroup",
    });
    expect((await account.activities())[0]?.StatusCode).toBe("MidLifecycleAction");
  });

  test("the hook ends before registration, and registration before InService (aws-facts 1.3)", async () => {
    const account = await connectTraffic(connect);
    const happenings: string[] = [];
    account.world.onWorldEvent(({ kind }) => void happenings.push(kind));
    const TargetGroupARNs = [account.arn];
    await account.create({
      DesiredCapacity: 1,
      TargetGroupARNs,
      LifecycleHookSpecificationList: [LAUNCHING],
    });
    account.pass(10);
    expect((await account.targets()).size).toBe(0);
    await complete(account, tokens(account)[0] ?? "", "CONTINUE");
    expect(await account.states()).toEqual(["Pending:Proceed"]);
    account.pass(2);
    expect(await account.states()).toEqual(["InService"]);
    const order = happenings.filter((kind) => /hook-waiting|target-registered|in-service/.test(kind));
    expect(order).toEqual(["hook-waiting", "target-registered", "instance-in-service"]);
  });

  test("ABANDON terminates the server and replaces it (aws-facts 1.3)", async () => {
    const account = await connectGroups(connect);
    await account.create({ DesiredCapacity: 1, LifecycleHookSpecificationList: [LAUNCHING] });
    account.pass(10);
    const [first] = await account.ids();
    await complete(account, tokens(account)[0] ?? "", "ABANDON");
    expect(await account.states()).toEqual(["Terminating:Proceed"]);
    account.pass(30);
    expect(await account.states()).toEqual(["Pending:Wait"]);
    expect(await account.ids()).not.toContain(first);
  });

  test("an unanswered hook takes its default result, ABANDON unless said (aws-facts 1.3)", async () => {
    const account = await connectGroups(connect);
    const going = { ...LAUNCHING, DefaultResult: "CONTINUE" };
    await account.create({ DesiredCapacity: 1, LifecycleHookSpecificationList: [LAUNCHING] });
    const other = { AutoScalingGroupName: "lenient", LifecycleHookSpecificationList: [going] };
    await account.create({ ...other, DesiredCapacity: 1 });
    account.pass(64);
    expect(await account.states()).toEqual(["Pending:Wait"]);
    account.pass(6);
    expect(await account.states("lenient")).toEqual(["InService"]);
    expect(await account.states()).not.toContain("InService");
  });

  test("a heartbeat gives the server another timeout, a hundred of them at most (aws-facts 1.3)", async () => {
    const account = await connectGroups(connect);
    await account.create({
      DesiredCapacity: 1,
      LifecycleHookSpecificationList: [{ ...LAUNCHING, HeartbeatTimeout: 30 }],
    });
    account.pass(10);
    const LifecycleActionToken = tokens(account)[0];
    const beat = () =>
      account.run(
        account.asg.send(new RecordLifecycleActionHeartbeatCommand({ ...VALIDATE, LifecycleActionToken })),
      );
    for (let beats = 0; beats < 147; beats++) {
      await beat();
      account.pass(20);
    }
    expect(await account.states()).toEqual(["Pending:Wait"]);
    for (let beats = 0; beats < 3; beats++) {
      await beat();
      account.pass(20);
    }
    await expect(beat()).rejects.toMatchObject({ name: "ValidationError" });
  });

  test("all hooks run at once and the last answer frees the server", async () => {
    const account = await connectGroups(connect);
    const second = { ...LAUNCHING, LifecycleHookName: "warm" };
    await account.create({ DesiredCapacity: 1, LifecycleHookSpecificationList: [LAUNCHING, second] });
    account.pass(10);
    const [InstanceId] = await account.ids();
    const answer = (LifecycleHookName: string) =>
      account.run(
        account.asg.send(
          new CompleteLifecycleActionCommand({
            ...VALIDATE,
            LifecycleHookName,
            InstanceId,
            LifecycleActionResult: "CONTINUE",
          }),
        ),
      );
    await answer("validate");
    account.pass(5);
    expect(await account.states()).toEqual(["Pending:Wait"]);
    await answer("warm");
    account.pass(5);
    expect(await account.states()).toEqual(["InService"]);
  });

  test("a hook that nobody waits for cannot be answered", async () => {
    const account = await connectGroups(connect);
    await account.create({ DesiredCapacity: 1 });
    await expect(complete(account, "none", "CONTINUE")).rejects.toThrow("No active Lifecycle Action found");
    await expect(complete(account, "none", "PERHAPS")).rejects.toMatchObject({ name: "ValidationError" });
  });

  test("deleting a hook abandons the launches that wait for it (API reference)", async () => {
    const account = await connectGroups(connect);
    await account.create({ DesiredCapacity: 1, LifecycleHookSpecificationList: [LAUNCHING] });
    account.pass(10);
    await account.run(account.asg.send(new DeleteLifecycleHookCommand(VALIDATE)));
    expect((await account.activities()).some(({ StatusCode }) => StatusCode === "Failed")).toBe(true);
    account.pass(30);
    expect(await account.states()).toEqual(["InService"]);
  });
});

bothWays("terminate hooks", (connect) => {
  test("scaling to zero runs them, with the documented event (events/autoscaling-instance-terminate-lifecycle-action)", async () => {
    const account = await connectGroups(connect);
    await account.create({ DesiredCapacity: 1, LifecycleHookSpecificationList: [TERMINATING] });
    account.pass(10);
    const [InstanceId] = await account.ids();
    await account.setDesired(0);
    account.pass(5);
    expect(await account.states()).toEqual(["Terminating:Wait"]);
    const event = account.events.find(
      (each) => each["detail-type"] === "EC2 Instance-terminate Lifecycle Action",
    );
    expect(event?.detail).toMatchObject({
      EC2InstanceId: InstanceId,
      Origin: "AutoScalingGroup",
      Destination: "EC2",
    });
    const answer = { ...HANDOFF, InstanceId, LifecycleActionResult: "CONTINUE" };
    await account.run(account.asg.send(new CompleteLifecycleActionCommand(answer)));
    expect(await account.states()).toEqual(["Terminating:Proceed"]);
    account.pass(10);
    expect(await account.states()).toEqual([]);
  });

  test("an abandoned one keeps its server where the policy says retain (aws-facts 1.2)", async () => {
    const account = await connectGroups(connect);
    const InstanceLifecyclePolicy = { RetentionTriggers: { TerminateHookAbandon: "retain" as const } };
    const LifecycleHookSpecificationList = [TERMINATING];
    await account.create({ DesiredCapacity: 1, InstanceLifecyclePolicy, LifecycleHookSpecificationList });
    account.pass(10);
    await account.setDesired(0);
    account.pass(70);
    expect(await account.states()).toEqual(["Terminating:Retained"]);
    const [id = ""] = await account.ids();
    expect(account.world.state.instances.get(id)?.state).toBe("running");
  });
});

bothWays("PutLifecycleHook", (connect) => {
  test("keeps what a later call leaves out, and shows the longest wait (aws-facts 1.3)", async () => {
    const { create, run, asg } = await connectGroups(connect);
    await create();
    await run(
      asg.send(new PutLifecycleHookCommand({ ...HANDOFF, ...TERMINATING, DefaultResult: "CONTINUE" })),
    );
    await run(asg.send(new PutLifecycleHookCommand({ ...HANDOFF, HeartbeatTimeout: 7200 })));
    const answer = await run(asg.send(new DescribeLifecycleHooksCommand({ AutoScalingGroupName: "web" })));
    expect(answer.LifecycleHooks).toEqual([
      {
        ...TERMINATING,
        AutoScalingGroupName: "web",
        HeartbeatTimeout: 7200,
        GlobalTimeout: 172_800,
        DefaultResult: "CONTINUE",
      },
    ]);
  });

  test("takes a heartbeat of 30 to 7,200 seconds (aws-facts 1.3)", async () => {
    const { create, run, asg } = await connectGroups(connect);
    await create();
    for (const HeartbeatTimeout of [29, 7201]) {
      const put = run(
        asg.send(new PutLifecycleHookCommand({ ...HANDOFF, ...TERMINATING, HeartbeatTimeout })),
      );
      await expect(put).rejects.toMatchObject({ name: "ValidationError" });
    }
  });
});
