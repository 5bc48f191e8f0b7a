import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import {
  GetImageCommand,
  ImagebuilderClient,
  ListImagePipelineImagesCommand,
} from "@aws-sdk/client-imagebuilder";
import { DescribeExecutionCommand, SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { beforeEach, describe, expect, it } from "vitest";
import { busOf, eventBridgeClient } from "../../src/aws/eventbridge.ts";
import { imageBuilderClient, pipelineBuilds, readBuild } from "../../src/aws/imagebuilder.ts";
import { wholeDetail } from "../../src/domain/outbox/whole-detail.ts";
import { describeExecution, sfnClient, startExecution } from "../../src/aws/sfn.ts";
import { mockAws } from "../support/aws/mock-aws.ts";

const settings = { region: "us-east-1" };

describe("Step Functions", () => {
  const aws = mockAws(SFNClient);
  const client = sfnClient(settings);
  beforeEach(() => aws.reset());

  it("starts a name once", async () => {
    const taken = Object.assign(new Error("taken"), { name: "ExecutionAlreadyExists", $fault: "client" });
    aws.on(StartExecutionCommand).resolvesOnce({ executionArn: "e" }).rejectsOnce(taken);
    const order = { machineArn: "m", name: "web-1", input: { fleet: "web" } };
    expect(await startExecution(client, order)).toBe("started");
    expect(await startExecution(client, order)).toBe("already-started");
    expect(aws.commandCalls(StartExecutionCommand)[0]?.args[0].input).toEqual({
      stateMachineArn: "m",
      name: "web-1",
      input: '{"fleet":"web"}',
    });
  });

  it("does not take another failure for a start", async () => {
    const full = Object.assign(new Error("too many"), { name: "ExecutionLimitExceeded", $fault: "client" });
    aws.on(StartExecutionCommand).rejects(full);
    await expect(startExecution(client, { machineArn: "m", name: "n", input: {} })).rejects.toThrow(
      "too many",
    );
  });

  it("describes an execution in milliseconds", async () => {
    aws.on(DescribeExecutionCommand).resolves({
      executionArn: "e",
      stateMachineArn: "m",
      name: "web-1",
      status: "FAILED",
      startDate: new Date(1000),
      stopDate: new Date(2000),
      error: "Frozen",
    });
    expect(await describeExecution(client, "e")).toEqual({
      name: "web-1",
      status: "FAILED",
      startedAt: 1000,
      stoppedAt: 2000,
      input: "{}",
      error: "Frozen",
      cause: null,
    });
  });
});

describe("EventBridge", () => {
  const aws = mockAws(EventBridgeClient);
  const client = eventBridgeClient(settings);
  beforeEach(() => aws.reset());
  const event = (id: string) => ({ id, detailType: "Rollout Started", detail: { fleet: "web" } });
  const refused: string[] = [];
  const publish = busOf(client, ({ id }, { name }) => refused.push(`${id} ${name}`));
  beforeEach(() => refused.splice(0));

  it("puts an event", async () => {
    aws.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
    expect(await publish([event("web-1")])).toEqual([true]);
    expect(aws.commandCalls(PutEventsCommand)[0]?.args[0].input).toEqual({
      Entries: [
        {
          Source: "moult",
          DetailType: "Rollout Started",
          Detail: JSON.stringify(wholeDetail(event("web-1"))),
        },
      ],
    });
  });

  it("sees an entry that failed in an answer that succeeded", async () => {
    aws.on(PutEventsCommand).resolves({
      FailedEntryCount: 1,
      Entries: [{ EventId: "1" }, { ErrorCode: "ThrottlingException", ErrorMessage: "slow down" }],
    });
    expect(await publish([event("web-1"), event("web-2")])).toEqual([true, false]);
    expect(refused).toEqual(["web-2 Throttled"]);
  });
});

describe("more events than a call takes", () => {
  const aws = mockAws(EventBridgeClient);
  beforeEach(() => aws.reset());
  const events = Array.from({ length: 23 }, (_, index) => ({
    id: `e-${index}`,
    detailType: "T",
    detail: {},
  }));

  it("go ten a call, and those of a call that failed are not taken", async () => {
    aws
      .on(PutEventsCommand)
      .resolvesOnce({ FailedEntryCount: 0 })
      .rejectsOnce(new Error("away"))
      .resolvesOnce({ FailedEntryCount: 0 });
    const answers = await busOf(eventBridgeClient(settings))(events);
    expect(answers).toEqual(events.map((_, index) => index < 10 || index >= 20));
    const sizes = aws.commandCalls(PutEventsCommand).map((call) => call.args[0].input.Entries?.length);
    expect(sizes).toEqual([10, 10, 3]);
  });

  it("an entry that the answer leaves out is not taken", async () => {
    aws.on(PutEventsCommand).resolves({ FailedEntryCount: 1, Entries: [{ EventId: "1" }] });
    expect(await busOf(eventBridgeClient(settings))(events.slice(0, 2))).toEqual([true, false]);
  });
});

describe("Image Builder", () => {
  const aws = mockAws(ImagebuilderClient);
  const client = imageBuilderClient(settings);
  beforeEach(() => aws.reset());

  it("reads a build with the images it put out", async () => {
    aws.on(GetImageCommand).resolves({
      image: {
        arn: "b",
        name: "web",
        version: "1.0.0/3",
        state: { status: "AVAILABLE" },
        sourcePipelineArn: "p",
        dateCreated: "2026-10-01T10:00:00Z",
        outputResources: { amis: [{ region: "us-east-1", image: "ami-1", accountId: "1" }] },
      },
    });
    expect(await readBuild(client, "b")).toEqual({
      arn: "b",
      status: "AVAILABLE",
      amis: [{ region: "us-east-1", image: "ami-1", accountId: "1" }],
      pipeline: "p",
      name: "web",
      version: "1.0.0/3",
      createdAt: Date.UTC(2026, 9, 1, 10),
    });
    aws.on(GetImageCommand).resolves({});
    await expect(readBuild(client, "b")).rejects.toMatchObject({ name: "NotFound" });
  });

  it("reads the available builds of a pipeline, over all pages", async () => {
    const summary = (arn: string, status: "AVAILABLE" | "FAILED", dateCreated: string) => ({
      arn,
      state: { status },
      dateCreated,
      outputResources: { amis: [{ region: "us-east-1", image: `ami-of-${arn}` }] },
    });
    aws
      .on(ListImagePipelineImagesCommand)
      .resolvesOnce({
        imageSummaryList: [summary("b1", "AVAILABLE", "2026-10-01"), summary("b2", "FAILED", "2026-10-03")],
        nextToken: "more",
      })
      .resolvesOnce({ imageSummaryList: [summary("b3", "AVAILABLE", "2026-10-02")] })
      .resolves({});
    const builds = await pipelineBuilds(client, "p");
    expect(builds.map(({ arn, createdAt, amis }) => [arn, createdAt, amis[0]?.image])).toEqual([
      ["b1", Date.UTC(2026, 9, 1), "ami-of-b1"],
      ["b3", Date.UTC(2026, 9, 2), "ami-of-b3"],
    ]);
    expect(aws.commandCalls(ListImagePipelineImagesCommand).map(({ args: [{ input }] }) => input)).toEqual([
      { imagePipelineArn: "p", maxResults: 25, nextToken: undefined },
      { imagePipelineArn: "p", maxResults: 25, nextToken: "more" },
    ]);
    expect(await pipelineBuilds(client, "p")).toEqual([]);
  });
});
