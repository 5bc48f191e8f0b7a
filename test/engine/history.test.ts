import { describe, expect, test } from "vitest";
import { embeddedEngine } from "../../src/engine/embedded-engine.ts";
import { readMachine } from "../../src/engine/machine.ts";
import { manualClock } from "../support/engine/manual-clock.ts";
import { named, oneTask, runMachine } from "../support/engine/run-machine.ts";

/*
 * Events as Step Functions writes them (aws-facts 9.1): ExecutionStarted; of a Task entered, scheduled, started, succeeded
 * or failed, exited; two of each other state, but one of Fail; and the one that ends it.
 */
const POLLING = `
StartAt: Poll
TimeoutSeconds: 99999999
States:
  Poll:
    Type: Task
    Resource: { "Fn::GetAtt": [poll, Arn] }
    Parameters: { "fleet.$": $.fleet }
    ResultPath: $.step
    TimeoutSeconds: 120
    Retry: [{ ErrorEquals: [Throttled], MaxAttempts: 2 }]
    Catch: [{ ErrorEquals: [States.ALL], ResultPath: $.error, Next: Sad }]
    Next: Verdict
  Verdict:
    Type: Choice
    Choices: [{ Variable: $.step.verdict, StringEquals: wait, Next: Pause }]
    Default: Done
  Pause: { Type: Wait, Seconds: 60, Next: Poll }
  Done: { Type: Succeed }
  Sad: { Type: Fail, Error: Sad, CausePath: $.error.Cause }
`;
const WAIT = { verdict: "wait" };
const PASS = { verdict: "pass" };

describe("the events of an execution", () => {
  test.each([
    ["a Task and Succeed", oneTask(), [PASS], 1 + 5 + 2 + 1],
    ["a Task whose failure nothing catches is not exited", oneTask(), [named("Rejected")], 1 + 4 + 1],
    ["no poll", POLLING, [PASS], 1 + 7 + 2 + 1],
    ["each poll has nine", POLLING, [WAIT, WAIT, WAIT, PASS], 1 + 3 * 9 + 7 + 2 + 1],
    ["each retry has three", POLLING, [named("Throttled"), named("Throttled"), PASS], 1 + 13 + 2 + 1],
    ["a failure that is caught, and Fail", POLLING, [named("Rejected")], 1 + 5 + 1 + 1],
  ])("%s", async (_what, machine, turns, events) => {
    expect(await runMachine(machine, turns)).toMatchObject({ events });
  });

  test("one that is stopped while it waits", async () => {
    const clock = manualClock();
    const stop = new AbortController();
    void clock.sleep(30_000).then(() => stop.abort());
    const ran = await runMachine(POLLING, [WAIT], { clock, stop: stop.signal });
    expect(ran).toMatchObject({ status: "ABORTED", events: 1 + 9 + 1 });
  });

  test("a path that leads nowhere ends the Task that it entered", async () => {
    const ran = await runMachine(POLLING.replace("$.fleet", "$.flete"));
    expect(ran).toMatchObject({ status: "FAILED", error: "States.Runtime", events: 1 + 1 + 1 });
  });
});

describe("25,000 are the most", () => {
  const FULL = {
    status: "FAILED",
    output: null,
    error: "States.Runtime",
    cause: "The execution reached the maximum number of history events (25000).",
    events: 25_000,
  };

  test("an execution that polls for two days fails in its 2,778th poll, and no Catch takes it", async () => {
    const ran = await runMachine(POLLING, [WAIT]);
    expect(ran).toMatchObject({ ...FULL, endedAt: 2777 * 60 });
    expect(ran.states).not.toContain("Sad");
    expect(ran.calledAt).toHaveLength(2778);
  });

  test("what the last poll did is done, though its answer is lost", async () => {
    // The Task is scheduled and started as events 24,998 and 24,999: the next one says that the history is full.
    const from = { state: "Poll", data: { fleet: "web" }, events: 24_995 };
    const ran = await runMachine(POLLING, [PASS], { from });
    expect(ran).toMatchObject({ ...FULL, state: "Poll" });
    expect(ran.calledAt).toHaveLength(1);
  });

  test("a redrive goes on counting, and one that is full is refused", async () => {
    let calls = 0;
    const clock = manualClock();
    const engine = embeddedEngine({
      machines: { rollout: readMachine(POLLING.replace(/ +Catch.*\n/u, ""), "it.yml") },
      clock,
      random: () => 0,
      runTask: async () => {
        if (++calls === 1) throw named("Rejected");
        return WAIT;
      },
    });
    engine.startWith("a", { fleet: "web" });
    expect(await clock.finish(engine.settled("a"))).toMatchObject({ status: "FAILED", events: 6 });
    engine.redrive("a");
    expect(await clock.finish(engine.settled("a"))).toMatchObject(FULL);
    expect(() => engine.redrive("a")).toThrow("ExecutionNotRedrivable: a has 25000 events");
    expect(engine.running()).toEqual([]);
  });
});
