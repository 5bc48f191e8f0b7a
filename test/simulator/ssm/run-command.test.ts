import {
  CancelCommandCommand,
  ListCommandInvocationsCommand,
  ListCommandsCommand,
} from "@aws-sdk/client-ssm";
import { expect, test } from "vitest";
import { terminateInstances } from "../../../simulator/services/ec2/instances/launch.ts";
import { restart, stop } from "../../../simulator/services/ec2/instances/instance-life.ts";
import type { InstanceRecord } from "../../../simulator/services/ec2/state.ts";
import { bothWays } from "../../support/simulator/both-ways.ts";
import { pass } from "../../support/simulator/ec2/furnished.ts";
import { BY_TAG, connectWithServers } from "../../support/simulator/ssm/servers.ts";

const GONE = "Client.UserInitiatedShutdown: User initiated shutdown";

bothWays("a command", (connect) => {
  test("runs for the script's time, ends with its exit code and is told on the bus", async () => {
    const account = await connectWithServers(connect, 1, { "sim:command-seconds": "4" });
    const { world, ids, send, invocation, events } = account;
    const id = await send({ InstanceIds: ids });
    pass(world, 2);
    expect(await invocation(id, ids[0])).toMatchObject({ Status: "InProgress", ResponseCode: -1 });
    pass(world, 4);
    expect(await invocation(id, ids[0])).toMatchObject({
      Status: "Success",
      ResponseCode: 0,
      ExecutionElapsedTime: "PT4S",
      StandardOutputContent: "/opt/selftest",
    });
    expect(events.map(({ detail }) => detail["status"])).toEqual(["InProgress", "Success"]);
    expect(events[1]).toMatchObject({
      "detail-type": "EC2 Command Invocation Status-change Notification",
      source: "aws.ssm",
      resources: [`arn:aws:ec2:us-east-1:123456789012:instance/${ids[0]}`],
      detail: { "command-id": id, "document-name": "AWS-RunShellScript", "instance-id": ids[0] },
    });
  });

  test("ends by its text where the script says so", async () => {
    const tags = { "sim:command-exit-code:handoff": "3" };
    const { world, ids, send, invocation } = await connectWithServers(connect, 1, tags);
    const selftest = await send({ InstanceIds: ids });
    const handoff = await send({ InstanceIds: ids, Parameters: { commands: ["/opt/handoff"] } });
    pass(world, 10);
    expect((await invocation(selftest, ids[0])).Status).toBe("Success");
    expect(await invocation(handoff, ids[0])).toMatchObject({
      Status: "Failed",
      ResponseCode: 3,
      StandardErrorContent: "failed to run commands: exit status 3",
    });
  });

  test("takes as long as the script says for its text", async () => {
    const { world, ids, send, invocation } = await connectWithServers(connect, 1, {
      "sim:command-seconds:handoff": "60",
    });
    const selftest = await send({ InstanceIds: ids });
    const handoff = await send({ InstanceIds: ids, Parameters: { commands: ["/opt/handoff"] } });
    pass(world, 10);
    expect((await invocation(selftest, ids[0])).Status).toBe("Success");
    expect((await invocation(handoff, ids[0])).Status).toBe("InProgress");
    pass(world, 60);
    expect((await invocation(handoff, ids[0])).Status).toBe("Success");
  });

  test("has no invocations just after sending (aws-facts 1.5)", async () => {
    const { world, ids, send, invocation, statuses } = await connectWithServers(connect, 1);
    const id = await send({ InstanceIds: ids });
    await expect(invocation(id, ids[0])).rejects.toMatchObject({ name: "InvocationDoesNotExist" });
    expect(await statuses(id)).toEqual([]);
    pass(world, 1);
    expect(await statuses(id)).toEqual(["InProgress/InProgress"]);
  });

  test("shows at most 24,000 characters of output (aws-facts 1.5)", async () => {
    const { world, ids, send, invocation } = await connectWithServers(connect, 1);
    const id = await send({ InstanceIds: ids, Parameters: { commands: ["x".repeat(24_001)] } });
    pass(world, 10);
    expect((await invocation(id, ids[0])).StandardOutputContent).toHaveLength(24_000);
  });

  test("runs on so many servers at a time as MaxConcurrency says", async () => {
    const { world, send, statuses, command } = await connectWithServers(connect, 5);
    const id = await send({ ...BY_TAG, MaxConcurrency: "40%" });
    pass(world, 2);
    const running = (await statuses(id))?.filter((status) => status.startsWith("InProgress"));
    expect(running).toHaveLength(2);
    pass(world, 30);
    expect(await command(id)).toMatchObject({ Status: "Success", TargetCount: 5, CompletedCount: 5 });
  });

  test("starts no more after MaxErrors, by default after the first error (aws-facts 1.5)", async () => {
    const tags = { "sim:command-exit-code": "1" };
    const { world, send, statuses, command } = await connectWithServers(connect, 4, tags);
    const id = await send({ ...BY_TAG, MaxConcurrency: "1" });
    pass(world, 30);
    expect((await statuses(id))?.toSorted()).toEqual([
      "Cancelled/Terminated",
      "Cancelled/Terminated",
      "Cancelled/Terminated",
      "Failed/Failed",
    ]);
    expect(await command(id)).toMatchObject({ Status: "Failed", ErrorCount: 1, CompletedCount: 4 });
    const tolerant = await send({ ...BY_TAG, MaxConcurrency: "1", MaxErrors: "100%" });
    pass(world, 30);
    expect(await command(tolerant)).toMatchObject({ Status: "Failed", ErrorCount: 4 });
  });

  test("is not taken for a server whose agent has not registered yet (aws-facts 9.4)", async () => {
    const { world, launch, send } = await connectWithServers(connect, 0, { "sim:agent-seconds": "90" });
    const ids = launch(1);
    pass(world, 100);
    await expect(send({ InstanceIds: ids })).rejects.toMatchObject({ name: "InvalidInstanceId" });
    pass(world, 30);
    await send({ InstanceIds: ids });
  });

  test("waits for a server that boots again, and times out on delivery when it does not in time", async () => {
    const account = await connectWithServers(connect, 1, { "sim:boot-seconds": "40" });
    const { world, ids, send, command, invocation } = account;
    for (const change of [stop, restart]) {
      change(world, world.state.instances.get(ids[0] ?? "") as InstanceRecord);
      pass(world, 6);
    }
    const late = await send({ InstanceIds: ids, TimeoutSeconds: 30 });
    const inTime = await send({ InstanceIds: ids, TimeoutSeconds: 60 });
    pass(world, 29);
    expect((await invocation(late, ids[0])).Status).toBe("Pending");
    pass(world, 60);
    expect(await invocation(late, ids[0])).toMatchObject({
      Status: "TimedOut",
      StatusDetails: "DeliveryTimedOut",
    });
    expect(await command(late)).toMatchObject({
      Status: "TimedOut",
      DeliveryTimedOutCount: 1,
      ErrorCount: 0,
    });
    expect((await invocation(inTime, ids[0])).Status).toBe("Success");
  });

  test("times out on a server that goes away while it runs", async () => {
    const { world, ids, send, invocation } = await connectWithServers(connect, 1);
    const id = await send({
      InstanceIds: ids,
      Parameters: { commands: ["/opt/selftest"], executionTimeout: ["120"] },
    });
    pass(world, 2);
    terminateInstances(world, ids, GONE);
    pass(world, 100);
    expect((await invocation(id, ids[0])).Status).toBe("InProgress");
    pass(world, 30);
    expect((await invocation(id, ids[0])).StatusDetails).toBe("ExecutionTimedOut");
  });

  test("is cancelled where it has not started; what runs goes on (aws-facts 1.5)", async () => {
    const { world, run, ssm, send, statuses, command } = await connectWithServers(connect, 3);
    const id = await send({ ...BY_TAG, MaxConcurrency: "1" });
    pass(world, 2);
    await run(ssm.send(new CancelCommandCommand({ CommandId: id })));
    expect((await command(id))?.Status).toBe("Cancelling");
    pass(world, 30);
    expect((await statuses(id))?.toSorted()).toEqual([
      "Cancelled/Cancelled",
      "Cancelled/Cancelled",
      "Success/Success",
    ]);
    expect((await command(id))?.Status).toBe("Cancelled");
  });

  test("that finds no server by tag ends at once", async () => {
    const { send, command } = await connectWithServers(connect, 0);
    expect(await command(await send(BY_TAG))).toMatchObject({
      StatusDetails: "NoInstancesInTag",
      TargetCount: 0,
    });
  });

  test("is refused when document, servers, parameters or limits are not right", async () => {
    const { world, ids, send } = await connectWithServers(connect, 1);
    const refusals: [Parameters<typeof send>[0], string][] = [
      [{ InstanceIds: ids, DocumentName: "Own-Document" }, "InvalidDocument"],
      [{ InstanceIds: ["i-0123456789abcdef0"] }, "InvalidInstanceId"],
      [{ InstanceIds: [...ids, ...ids] }, "DuplicateInstanceId"],
      [{ InstanceIds: Array.from({ length: 51 }, (_, index) => `i-${index}`) }, "ValidationException"],
      [
        { Targets: Array.from({ length: 6 }, () => ({ Key: "tag:a", Values: ["b"] })) },
        "ValidationException",
      ],
      [{ InstanceIds: ids, TimeoutSeconds: 29 }, "ValidationException"],
      [{ InstanceIds: ids, MaxConcurrency: "0" }, "ValidationException"],
      [{ InstanceIds: ids, Parameters: { command: ["ls"] } }, "InvalidParameters"],
    ];
    for (const [input, name] of refusals) await expect(send(input)).rejects.toMatchObject({ name });
    terminateInstances(world, ids, GONE);
    await expect(send({ InstanceIds: ids })).rejects.toMatchObject({ name: "InvalidInstanceId" });
  });

  test("is found again by time, document and status; its invocations come 50 a page", async () => {
    const { world, run, ssm, send } = await connectWithServers(connect, 60);
    const early = await send(BY_TAG);
    pass(world, 30);
    const between = new Date(world.now()).toISOString();
    pass(world, 30);
    const late = await send(BY_TAG);
    const find = async (key: "InvokedAfter" | "DocumentName" | "Status", value: string) => {
      const answer = await run(ssm.send(new ListCommandsCommand({ Filters: [{ key, value }] })));
      return answer.Commands?.map(({ CommandId }) => CommandId);
    };
    expect(await find("InvokedAfter", between)).toEqual([late]);
    expect(await find("DocumentName", "AWS-RunShellScript")).toEqual([late, early]);
    expect(await find("Status", "Success")).toEqual([early]);
    const first = await run(ssm.send(new ListCommandInvocationsCommand({ CommandId: early, Details: true })));
    expect(first.CommandInvocations).toHaveLength(50);
    expect(first.CommandInvocations?.[0]?.CommandPlugins?.[0]).toMatchObject({
      ResponseCode: 0,
      Status: "Success",
    });
    const { NextToken } = first;
    const rest = await run(ssm.send(new ListCommandInvocationsCommand({ CommandId: early, NextToken })));
    expect(rest.CommandInvocations).toHaveLength(10);
  });
});
