import {
  GetParameterCommand,
  GetParametersCommand,
  ListCommandInvocationsCommand,
  ListCommandsCommand,
  SendCommandCommand,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { beforeEach, describe, expect, it } from "vitest";
import {
  commandFailures,
  commandProgress,
  findCommand,
  getParameter,
  getParameters,
  sendCommandTo,
  ssmClient,
} from "../../../src/aws/ssm/ssm.ts";
import { mockAws } from "../../support/aws/mock-aws.ts";

const client = ssmClient({ region: "us-east-1" });
const aws = mockAws(SSMClient);
beforeEach(() => aws.reset());
const inputs = () => aws.calls().map(({ args: [command] }) => command.input as object);

it("reads a parameter with its data type", async () => {
  aws.on(GetParameterCommand).resolves({ Parameter: { Value: "ami-1", DataType: "aws:ec2:image" } });
  expect(await getParameter(client, "/images/web")).toEqual({ value: "ami-1", dataType: "aws:ec2:image" });
});

describe("reading parameters", () => {
  const names = Array.from({ length: 23 }, (_, index) => `/images/${index}`);

  it("asks for ten at once, and leaves out those that do not exist", async () => {
    aws.on(GetParametersCommand).callsFake(({ Names = [] }: { Names?: string[] }) => ({
      Parameters: Names.filter((Name) => Name !== "/images/7").map((Name) => ({ Name, Value: `of ${Name}` })),
      InvalidParameters: Names.filter((Name) => Name === "/images/7"),
    }));
    const found = await getParameters(client, names);
    expect(inputs()).toEqual([
      { Names: names.slice(0, 10) },
      { Names: names.slice(10, 20) },
      { Names: names.slice(20) },
    ]);
    const there = names.filter((name) => name !== "/images/7");
    expect(found).toEqual(new Map(there.map((name) => [name, `of ${name}`])));
  });

  it("asks for none with no call, and takes an answer without values for none", async () => {
    expect(await getParameters(client, [])).toEqual(new Map());
    expect(inputs()).toEqual([]);
    aws.on(GetParametersCommand).resolves({});
    expect(await getParameters(client, ["/images/web"])).toEqual(new Map());
  });

  it("fails as a whole when AWS refuses one of them", async () => {
    aws.on(GetParametersCommand).rejects(new Error("not authorized"));
    await expect(getParameters(client, names)).rejects.toThrow("not authorized");
    expect(inputs()).toHaveLength(1);
  });
});

describe("sending a command", () => {
  const order = {
    document: "AWS-RunShellScript",
    commands: ["true"],
    comment: "moult r command",
  };

  it("goes to every server of the group at once, whatever fails, with a limit on delivery and on running", async () => {
    aws.on(SendCommandCommand).resolves({ Command: { CommandId: "c-1" } });
    expect(await sendCommandTo(client, { group: "web-g0002" }, { ...order, timeoutSeconds: 10 })).toBe("c-1");
    expect(inputs()).toEqual([
      {
        DocumentName: "AWS-RunShellScript",
        Targets: [{ Key: "tag:aws:autoscaling:groupName", Values: ["web-g0002"] }],
        Parameters: { commands: ["true"], executionTimeout: ["10"] },
        Comment: "moult r command",
        TimeoutSeconds: 30,
        MaxConcurrency: "100%",
        MaxErrors: "100%",
      },
    ]);
  });

  it("gives a document of one's own no parameter that it may not know", async () => {
    aws.on(SendCommandCommand).resolves({ Command: { CommandId: "c-1" } });
    await sendCommandTo(
      client,
      { group: "web-g0002" },
      { ...order, document: "own-document", timeoutSeconds: 60 },
    );
    expect(inputs()[0]).toMatchObject({ Parameters: { commands: ["true"] }, TimeoutSeconds: 60 });
    expect(inputs()[0]).not.toHaveProperty("Parameters.executionTimeout");
  });
});

describe("a command that was sent", () => {
  it("is found by its comment, on a later page too", async () => {
    aws
      .on(ListCommandsCommand)
      .resolvesOnce({ Commands: [{ CommandId: "c-9", Comment: "moult r command-2" }], NextToken: "more" })
      .resolvesOnce({ Commands: [{ CommandId: "c-1", Comment: "moult r command" }], NextToken: "even more" });
    const search = {
      document: "d",
      comment: "moult r command",
      sinceMs: Date.UTC(2026, 9, 1, 10, 0, 0, 999),
    };
    expect(await findCommand(client, search)).toBe("c-1");
    expect(inputs()).toHaveLength(2);
    expect(inputs()[0]).toMatchObject({
      Filters: [
        { key: "DocumentName", value: "d" },
        { key: "InvokedAfter", value: "2026-10-01T10:00:00Z" },
      ],
    });
    aws.on(ListCommandsCommand).resolves({ Commands: [] });
    expect(await findCommand(client, search)).toBeUndefined();
  });

  it("tells in one call how far it is; never delivered counts as failed", async () => {
    aws.on(ListCommandsCommand).resolves({
      Commands: [
        { TargetCount: 6, CompletedCount: 5, ErrorCount: 1, DeliveryTimedOutCount: 2, Status: "InProgress" },
      ],
    });
    expect(await commandProgress(client, "c-1")).toEqual({
      targeted: 6,
      completed: 5,
      failed: 3,
      unreached: 2,
      status: "InProgress",
    });
    aws.on(ListCommandsCommand).resolves({ Commands: [] });
    await expect(commandProgress(client, "c-2")).rejects.toMatchObject({ name: "NotFound" });
  });

  it("tells where it failed and with what", async () => {
    aws
      .on(ListCommandInvocationsCommand)
      .resolvesOnce({
        CommandInvocations: [
          { InstanceId: "i-1", Status: "Success" },
          {
            InstanceId: "i-2",
            Status: "Failed",
            StatusDetails: "Failed",
            CommandPlugins: [{ Status: "Failed", ResponseCode: 3, Output: "disk is read-only\n" }],
          },
        ],
        NextToken: "2",
      })
      .resolvesOnce({
        CommandInvocations: [
          { InstanceId: "i-3", Status: "TimedOut", StatusDetails: "DeliveryTimedOut" },
          { InstanceId: "i-4", Status: "Failed" },
        ],
        NextToken: "3",
      });
    expect(await commandFailures(client, "c-1", 2)).toEqual([
      { id: "i-2", detail: "Failed with exit code 3: disk is read-only" },
      { id: "i-3", detail: "DeliveryTimedOut" },
    ]);
    expect(inputs()).toHaveLength(2);
  });
});
