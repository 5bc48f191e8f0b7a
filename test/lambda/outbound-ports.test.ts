import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { SFNClient, StartExecutionCommand } from "@aws-sdk/client-sfn";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { AlreadyExists, ServiceUnavailable } from "../../src/errors/errors.ts";
import { wholeDetail } from "../../src/domain/outbox/whole-detail.ts";
import { log } from "../../src/lambda/log.ts";
import { busPublisher, machineStarter } from "../../src/lambda/outbound-ports.ts";
import { mockAws } from "../support/aws/mock-aws.ts";
import { MACHINE, runtime } from "../support/lambda/function-runtime.ts";

const sfn = mockAws(SFNClient);
const bus = mockAws(EventBridgeClient);
const decided = { image: "ami-1", reason: "image" };

beforeEach(() => {
  sfn.reset();
  bus.reset();
});

describe("machineStarter", () => {
  it("starts the deployed machine with the fleet and what was decided", async () => {
    sfn.on(StartExecutionCommand).resolves({});
    expect(await machineStarter(runtime()).start("rollout", "web-1", { fleet: "web", decided })).toBe(
      "started",
    );
    expect(sfn.commandCalls(StartExecutionCommand).map((call) => call.args[0].input)).toEqual([
      { stateMachineArn: MACHINE, name: "web-1", input: JSON.stringify({ fleet: "web", decided }) },
    ]);
  });

  it("takes a name that was used for started before", async () => {
    sfn.on(StartExecutionCommand).rejects(new AlreadyExists("ExecutionAlreadyExists"));
    expect(await machineStarter(runtime()).start("rollout", "web-1", { fleet: "web", decided })).toBe(
      "already-started",
    );
  });

  it("says at the start of the function that nobody named the machine", () => {
    const here = runtime();
    expect(() => machineStarter({ ...here, env: { ...here.env, stateMachineArn: undefined } })).toThrow(
      /STATE_MACHINE_ARN is not set/,
    );
  });
});

describe("busPublisher", () => {
  const event = { id: "started-web-1", detailType: "Rollout Started", detail: { fleet: "web" } };

  it("puts an event of moult on the bus", async () => {
    bus.on(PutEventsCommand).resolves({ FailedEntryCount: 0 });
    const info = vi.spyOn(log, "info").mockReturnValue();
    expect(await busPublisher(runtime())([event])).toEqual([true]);
    expect(info).toHaveBeenCalledExactlyOnceWith('published "Rollout Started" started-web-1', {
      detail: wholeDetail(event),
    });
    expect(bus.commandCalls(PutEventsCommand)[0]?.args[0].input.Entries).toMatchObject([
      { Source: "moult", DetailType: "Rollout Started", Detail: JSON.stringify(wholeDetail(event)) },
    ]);
  });

  it("does not stop a rollout when the bus cannot be told", async () => {
    const warn = vi.spyOn(log, "warn").mockReturnValue();
    bus.on(PutEventsCommand).rejects(new ServiceUnavailable("down"));
    await expect(busPublisher(runtime())([event])).resolves.toEqual([false]);
    expect(warn).toHaveBeenCalledExactlyOnceWith(
      expect.stringContaining("Rollout Started"),
      expect.anything(),
    );
  });
});
