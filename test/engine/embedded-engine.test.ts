import { describe, expect, test } from "vitest";
import { type ExecutionNews, embeddedEngine } from "../../src/engine/embedded-engine.ts";
import { readMachine } from "../../src/engine/machine.ts";
import { manualClock } from "../support/engine/manual-clock.ts";
import { named, oneTask } from "../support/engine/run-machine.ts";

/** An engine whose Task takes ten seconds, and then does what it is told. */
function engineThat(act: (execution: string) => unknown) {
  const clock = manualClock();
  const news: ExecutionNews[] = [];
  const states: string[] = [];
  const engine = embeddedEngine({
    machines: { rollout: readMachine(oneTask(), "it.yml") },
    clock,
    random: () => 0.5,
    runTask: async (_resource, _input, execution) => {
      await clock.sleep(10_000);
      return act(execution);
    },
    onStatus: (each) => news.push(each),
    onState: (execution, state) => states.push(`${execution}: ${state}`),
  });
  return { engine, clock, news, states };
}

const INPUT = { fleet: "web" };

test("an execution is started, runs, and settles", async () => {
  const { engine, clock, news, states } = engineThat(() => ({ verdict: "pass" }));
  expect(engine.startWith("a", INPUT)).toBe("started");
  expect(engine.running()).toEqual(["a"]);
  expect(await clock.finish(engine.settled("a"))).toMatchObject({ status: "SUCCEEDED", transitions: 2 });
  expect(engine.running()).toEqual([]);
  expect(states).toEqual(["a: Do", "a: Done"]);
  expect(news).toMatchObject([
    { name: "a", status: "RUNNING", input: INPUT, startedAt: 0, endedAt: null, result: null },
    { name: "a", status: "SUCCEEDED", startedAt: 0, endedAt: 10_000 },
  ]);
});

test("a name is used once, even after its execution has ended", async () => {
  let runs = 0;
  const { engine, clock } = engineThat(() => ++runs);
  engine.startWith("a", INPUT);
  expect(engine.startWith("a", INPUT)).toBe("already-started");
  await clock.finish(engine.settled("a"));
  expect(engine.startWith("a", { fleet: "other" })).toBe("already-started");
  expect(runs).toBe(1);
});

test.each(["", "x".repeat(81), "a b", "a/b", "a:b", "a?", "{a}", "a\n"])(
  "the name %j is refused, as Step Functions does",
  async (name) => {
    const { engine } = engineThat(() => ({}));
    expect(() => engine.startWith(name, INPUT)).toThrow(/InvalidName/);
    await expect(engine.start("rollout", name, { fleet: "web" })).rejects.toMatchObject({ name: "Rejected" });
    expect(engine.running()).toEqual([]);
  },
);

test("what was decided is what the machine is started with", async () => {
  const { engine, clock, news } = engineThat(() => ({}));
  const decided = { image: "ami-1", reason: "image" };
  expect(await engine.start("rollout", "a", { fleet: "web", decided })).toBe("started");
  await clock.finish(engine.settled("a"));
  expect(news[0]?.input).toEqual({ fleet: "web", decided });
});

test("executions run side by side", async () => {
  const { engine, clock } = engineThat((execution) => {
    if (execution === "b") throw named("Rejected");
    return {};
  });
  engine.startWith("a", INPUT);
  engine.startWith("b", INPUT);
  expect(engine.running()).toEqual(["a", "b"]);
  const both = await clock.finish(Promise.all([engine.settled("a"), engine.settled("b")]));
  expect(both.map(({ status }) => status)).toEqual(["SUCCEEDED", "FAILED"]);
  expect(clock.now()).toBe(10_000);
});

describe("stop", () => {
  test("ends it at that instant; the Task under way goes on, and nothing more of the machine runs", async () => {
    let done = 0;
    const { engine, clock, states, news } = engineThat(() => ++done);
    engine.startWith("a", INPUT);
    void clock.sleep(5000).then(() => engine.stop("a"));
    expect(await clock.finish(engine.settled("a"))).toMatchObject({ status: "ABORTED", output: null });
    expect(news.at(-1)).toMatchObject({ status: "ABORTED", endedAt: 5000 });
    expect(done).toBe(0);
    await clock.finish(clock.sleep(60_000));
    expect([done, states]).toEqual([1, ["a: Do"]]);
  });
});

describe("redrive", () => {
  test("goes on where it failed, under the same name", async () => {
    let calls = 0;
    const { engine, clock, states } = engineThat(() => {
      if (++calls === 1) throw named("AccessDenied");
      return { verdict: "pass" };
    });
    engine.startWith("a", INPUT);
    expect((await clock.finish(engine.settled("a"))).status).toBe("FAILED");
    expect(engine.redrive("a")).toBe("started");
    expect(await clock.finish(engine.settled("a"))).toMatchObject({
      status: "SUCCEEDED",
      output: { fleet: "web", step: { verdict: "pass" } },
    });
    expect(states).toEqual(["a: Do", "a: Do", "a: Done"]);
  });

  test("does nothing for one that runs, or that succeeded", async () => {
    const { engine, clock } = engineThat(() => ({}));
    engine.startWith("a", INPUT);
    expect(engine.redrive("a")).toBe("already-started");
    await clock.finish(engine.settled("a"));
    expect(engine.redrive("a")).toBe("already-started");
  });
});

test("nobody waits for, stops or redrives what was never started", () => {
  const { engine } = engineThat(() => ({}));
  for (const ask of ["settled", "stop", "redrive"] as const) {
    expect(() => engine[ask]("nobody")).toThrow("No execution is named nobody.");
  }
});
