import {
  AutoScalingClient,
  CompleteLifecycleActionCommand,
  DeleteLifecycleHookCommand,
  EnterStandbyCommand,
  ExitStandbyCommand,
  PutLifecycleHookCommand,
  TerminateInstanceInAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import { beforeEach, describe, expect, it } from "vitest";
import { autoScalingClient } from "../../../src/aws/auto-scaling/auto-scaling.ts";
import { endServers } from "../../../src/aws/auto-scaling/end-servers.ts";
import {
  answerLaunchHook,
  deleteLaunchHook,
  putLaunchHook,
} from "../../../src/aws/auto-scaling/launch-hook.ts";
import { enterStandby, exitStandby } from "../../../src/aws/auto-scaling/standby.ts";
import { mockAws } from "../../support/aws/mock-aws.ts";

const client = autoScalingClient({ region: "us-east-1" });
const aws = mockAws(AutoScalingClient);
beforeEach(() => aws.reset());

const inputs = () => aws.calls().map(({ args: [command] }) => command.input as object);
const sizes = () => inputs().map((input) => (input as { InstanceIds: string[] }).InstanceIds.length);
const refusal = (message: string): Error =>
  Object.assign(new Error(message), {
    name: "ValidationError",
    $fault: "client",
    $metadata: { httpStatusCode: 400 },
  });
const servers = (count: number) => Array.from({ length: count }, (_, number) => `i-${number}`);

describe("standby", () => {
  it("is entered with a decrement, twenty servers a call", async () => {
    aws.on(EnterStandbyCommand).resolves({});
    await enterStandby(client, "web", servers(41));
    expect(sizes()).toEqual([20, 20, 1]);
    expect(inputs()[2]).toEqual({
      AutoScalingGroupName: "web",
      InstanceIds: ["i-40"],
      ShouldDecrementDesiredCapacity: true,
    });
  });

  it("is left, twenty servers a call", async () => {
    aws.on(ExitStandbyCommand).resolves({});
    await exitStandby(client, "web", servers(21));
    expect(sizes()).toEqual([20, 1]);
    expect(inputs()[1]).toEqual({ AutoScalingGroupName: "web", InstanceIds: ["i-20"] });
  });

  it("asks nothing for no servers", async () => {
    await enterStandby(client, "web", []);
    await exitStandby(client, "web", []);
    expect(inputs()).toEqual([]);
  });
});

describe("endServers", () => {
  it("never decrements, a hundred servers a call, by the group's name", async () => {
    aws.on(TerminateInstanceInAutoScalingGroupCommand).resolves({});
    await endServers(client, "web", servers(101));
    expect(sizes()).toEqual([100, 1]);
    expect(inputs()[1]).toEqual({
      AutoScalingGroupName: "web",
      InstanceIds: ["i-100"],
      ShouldDecrementDesiredCapacity: false,
    });
  });
});

describe("a launch hook", () => {
  it("holds what is launched, and says what becomes of it in silence", async () => {
    aws.on(PutLifecycleHookCommand).resolves({});
    await putLaunchHook(client, "web", { name: "moult", heartbeatSeconds: 900, onSilence: "CONTINUE" });
    expect(inputs()).toEqual([
      {
        AutoScalingGroupName: "web",
        LifecycleHookName: "moult",
        LifecycleTransition: "autoscaling:EC2_INSTANCE_LAUNCHING",
        HeartbeatTimeout: 900,
        DefaultResult: "CONTINUE",
      },
    ]);
  });

  it("is deleted once: gone is fine, any other refusal is thrown", async () => {
    aws
      .on(DeleteLifecycleHookCommand)
      .resolvesOnce({})
      .rejectsOnce(refusal("No Lifecycle Hook found with name: moult"))
      .rejectsOnce(refusal("Something else"));
    await deleteLaunchHook(client, "web", "moult");
    await deleteLaunchHook(client, "web", "moult");
    await expect(deleteLaunchHook(client, "web", "moult")).rejects.toThrow("Something else");
    expect(inputs()[0]).toEqual({ AutoScalingGroupName: "web", LifecycleHookName: "moult" });
  });

  it("is answered for one server, and says when that server does not wait any more", async () => {
    aws
      .on(CompleteLifecycleActionCommand)
      .resolvesOnce({})
      .rejectsOnce(refusal("No active Lifecycle Action found with instance ID i-1"))
      .rejectsOnce(refusal("Something else"));
    const answer = () => answerLaunchHook(client, "web", { hook: "moult", id: "i-1", result: "CONTINUE" });
    expect(await answer()).toBe(true);
    expect(await answer()).toBe(false);
    await expect(answer()).rejects.toThrow("Something else");
    expect(inputs()[0]).toEqual({
      AutoScalingGroupName: "web",
      LifecycleHookName: "moult",
      InstanceId: "i-1",
      LifecycleActionResult: "CONTINUE",
    });
  });
});
