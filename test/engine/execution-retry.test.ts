import { describe, expect, test } from "vitest";
import { manualClock } from "../support/engine/manual-clock.ts";
import { named, oneTask, runMachine } from "../support/engine/run-machine.ts";

const retry = (more: string) =>
  `Retry: [{ ErrorEquals: [Throttled], IntervalSeconds: 2, BackoffRate: 2, ${more} }]`;
const THROTTLED = named("Throttled");

describe("Retry", () => {
  test("backs off, and succeeds as if nothing had been", async () => {
    const ran = await runMachine(oneTask(retry("MaxAttempts: 6")), [
      THROTTLED,
      THROTTLED,
      THROTTLED,
      { ok: 1 },
    ]);
    expect(ran).toMatchObject({ status: "SUCCEEDED", calledAt: [0, 2, 6, 14], states: ["Do", "Done"] });
  });

  test("counts each attempt as a transition, as Step Functions bills it", async () => {
    const ran = await runMachine(oneTask(retry("MaxAttempts: 6")), [THROTTLED, THROTTLED, { ok: 1 }]);
    expect(ran.transitions).toBe(4);
  });

  test("waits no longer than MaxDelaySeconds", async () => {
    const ran = await runMachine(oneTask(retry("MaxAttempts: 4, MaxDelaySeconds: 5")), [THROTTLED]);
    expect(ran.calledAt).toEqual([0, 2, 6, 11, 16]);
  });

  test("with full jitter waits a random part of it", async () => {
    const ran = await runMachine(oneTask(retry("MaxAttempts: 2, JitterStrategy: FULL")), [THROTTLED], {
      random: () => 0.25,
    });
    expect(ran.calledAt).toEqual([0, 0.5, 1.5]);
  });

  test("gives up after MaxAttempts, with the last error", async () => {
    const ran = await runMachine(oneTask(retry("MaxAttempts: 2")), [THROTTLED]);
    expect(ran).toMatchObject({ status: "FAILED", error: "Throttled" });
    expect(ran.calledAt).toHaveLength(3);
  });

  test("is by name: another error is not tried again", async () => {
    const ran = await runMachine(oneTask(retry("MaxAttempts: 2")), [named("LeaseLost")]);
    expect(ran).toMatchObject({ error: "LeaseLost", calledAt: [0] });
  });

  test("each retrier has attempts of its own", async () => {
    const two = `Retry:
      - { ErrorEquals: [Throttled], IntervalSeconds: 1, MaxAttempts: 1 }
      - { ErrorEquals: [States.Timeout], IntervalSeconds: 3, MaxAttempts: 1 }`;
    const turns = [THROTTLED, () => new Promise(() => undefined), THROTTLED];
    const ran = await runMachine(oneTask(two, 10), turns);
    expect(ran).toMatchObject({ error: "Throttled", calledAt: [0, 1, 14] });
  });

  test("a Catch takes what Retry gave up on", async () => {
    const both = `${retry("MaxAttempts: 1")}
    Catch: [{ ErrorEquals: [States.ALL], ResultPath: $.error, Next: Sad }]`;
    expect(await runMachine(oneTask(both), [THROTTLED])).toMatchObject({ error: "Sad", calledAt: [0, 2] });
  });
});

const LOOP = `
StartAt: Do
TimeoutSeconds: 100
States:
  Do:
    Type: Task
    Resource: { "Fn::GetAtt": [doIt, Arn] }
    Parameters: { "fleet.$": $.fleet }
    ResultPath: $.step
    TimeoutSeconds: 10
    Next: Pause
  Pause: { Type: Wait, SecondsPath: $.step.waitSeconds, Next: Do }
`;

describe("the end of an execution that would go on", () => {
  test("is its own TimeoutSeconds", async () => {
    const ran = await runMachine(LOOP, [{ waitSeconds: 30 }]);
    expect(ran).toMatchObject({ status: "TIMED_OUT", error: "States.Timeout", endedAt: 100 });
    expect(ran.calledAt).toEqual([0, 30, 60, 90]);
  });

  test("comes while a Task is at work, or is to be tried again", async () => {
    const slow = oneTask(retry("MaxAttempts: 5")).replace("TimeoutSeconds: 3600", "TimeoutSeconds: 5");
    const ended = { status: "TIMED_OUT", state: "Do", endedAt: 5 };
    expect(await runMachine(slow, [() => new Promise(() => undefined)])).toMatchObject(ended);
    expect(await runMachine(slow, [THROTTLED])).toMatchObject({ ...ended, calledAt: [0, 2] });
  });

  test("is StopExecution, in the middle of a Task, which is not tried again", async () => {
    const stop = new AbortController();
    const turn = () => {
      stop.abort();
      throw THROTTLED;
    };
    const ran = await runMachine(oneTask(retry("MaxAttempts: 5")), [turn], { stop: stop.signal });
    expect(ran).toMatchObject({ status: "ABORTED", output: null, error: null, state: "Do", endedAt: 0 });
    expect(ran.calledAt).toEqual([0]);
  });

  test("is StopExecution, in the middle of a Wait", async () => {
    const stop = new AbortController();
    const clock = manualClock();
    void clock.sleep(45_000).then(() => stop.abort());
    const ran = await runMachine(LOOP, [{ waitSeconds: 30 }], { stop: stop.signal, clock });
    expect(ran).toMatchObject({ status: "ABORTED", state: "Pause" });
    expect([clock.now(), ran.states]).toEqual([45_000, ["Do", "Pause", "Do", "Pause"]]);
  });
});

test("a redrive goes on from the state that failed, with the data of then", async () => {
  const failed = await runMachine(LOOP, [{ waitSeconds: 30 }, named("Rejected")]);
  expect(failed).toMatchObject({ status: "FAILED", state: "Do", data: { step: { waitSeconds: 30 } } });
  const again = await runMachine(LOOP, [{ waitSeconds: 60 }], {
    from: { state: failed.state, data: failed.data, events: failed.events },
  });
  expect(again.states[0]).toBe("Do");
  expect(again.inputs[0]).toEqual({ fleet: "web" });
  expect(again).toMatchObject({ status: "TIMED_OUT", endedAt: 100 });
});
