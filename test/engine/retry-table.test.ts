import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { execute } from "../../src/engine/execution.ts";
import type { Retrier, TaskState } from "../../src/engine/machine.ts";
import { machineFile, machineFiles } from "../../src/engine/machine-files.ts";
import { matches, retryDelay } from "../../src/engine/retry.ts";
import * as errors from "../../src/errors/errors.ts";
import { manualClock } from "../support/engine/manual-clock.ts";
import { player, type Script } from "../support/engine/rollout-answers.ts";

/*
 * Which errors of a Task are tried again, and for how long: the table of docs/aws-facts.md 9.2 is the data, and every Task of every
 * machine is held to it.
 */
const facts = readFileSync(new URL("../../docs/aws-facts.md", import.meta.url), "utf8");
const namesOf = (how: string): string[] => {
  const row = facts.split("\n").find((line) => line.startsWith(`| ${how} |`));
  return [...(row ?? "").matchAll(/`([\w.]+)`/g)].map(([, name]) => name as string);
};

/** Our own errors beside Lambda's. StepOverdue is thrown by steps that change something: the scan's do not. */
const TABLE = {
  throttling: [...namesOf("throttling"), "Throttled"],
  seconds: [...namesOf("seconds"), "ServiceUnavailable", "LedgerConflict"],
  minutes: namesOf("minutes"),
  never: [
    ...namesOf("never"),
    ...Object.keys(errors).filter(
      (name) => !["Throttled", "ServiceUnavailable", "LedgerConflict", "StepOverdue"].includes(name),
    ),
    "States.Permissions",
    "States.DataLimitExceeded",
    "TypeError",
  ],
};

/** Seconds from the first try to the last, with the longest pauses that chance allows. */
const longest = (retrier: Retrier): number =>
  Array.from({ length: retrier.MaxAttempts }, (_each, tried) =>
    retryDelay({ ...retrier, JitterStrategy: "NONE" }, tried, 0),
  ).reduce((sum, seconds) => sum + seconds, 0);

/** What the retrier of each kind comes to at the longest; with full jitter it is half of that on average. */
const SECONDS = { throttling: [600, 900], seconds: [60, 200], minutes: [900, 1500] } as const;

const tasks = Object.entries(machineFiles()).flatMap(([machine, { States }]) =>
  Object.entries(States).flatMap(([name, state]): [string, TaskState][] =>
    state.Type === "Task" ? [[`${machine} ${name}`, state]] : [],
  ),
);

test("the table has every error of an invocation that can come to a function of moult", () => {
  const all = ["throttling", "seconds", "minutes", "never"].map((how) => namesOf(how).length);
  expect(all).toEqual([2, 11, 4, 16]);
});

describe.each(tasks)("%s", (_name, { Retry }) => {
  const retrierOf = (error: string) => Retry.find(({ ErrorEquals }) => matches(ErrorEquals, error));

  test.each(["throttling", "seconds", "minutes"] as const)(
    "tries again for %s, with a retrier of its own",
    (how) => {
      const retriers = new Set(TABLE[how].map(retrierOf));
      expect([...retriers]).toHaveLength(1);
      const [retrier] = retriers;
      if (retrier === undefined) throw new Error(`nothing tries ${how} again`);
      const others = (["throttling", "seconds", "minutes"] as const).filter((each) => each !== how);
      expect(others.flatMap((each) => TABLE[each].filter((error) => retrierOf(error) === retrier))).toEqual(
        [],
      );
      expect(retrier.JitterStrategy).toBe("FULL");
      const [least, most] = SECONDS[how];
      expect(longest(retrier)).toBeGreaterThanOrEqual(least);
      expect(longest(retrier)).toBeLessThanOrEqual(most);
    },
  );

  test("tries nothing else again", () => {
    expect(TABLE.never.filter((error) => retrierOf(error) !== undefined)).toEqual([]);
    const known = [...TABLE.throttling, ...TABLE.seconds, ...TABLE.minutes, "StepOverdue"];
    expect(Retry.flatMap(({ ErrorEquals }) => ErrorEquals).filter((error) => !known.includes(error))).toEqual(
      [],
    );
  });
});

/** Runs the rollout's machine, each Task failing as the script says. */
async function run(script: Script) {
  const clock = manualClock();
  const play = player(script);
  const work = execute({
    machine: machineFile("rollout"),
    name: "run-1",
    input: { fleet: "web" },
    clock,
    random: () => 0.5,
    runTask: async (resource) => play(resource.charAt(0).toUpperCase() + resource.slice(1)),
  });
  const { state } = await clock.finish(work);
  return { state, seconds: clock.now() / 1000 };
}

test("a function whose way into the VPC has to be made anew, for four minutes, costs no rollout", async () => {
  const { state, seconds } = await run({ Bake: Array(10).fill("!Lambda.ResourceNotReadyException") });
  expect(state).toBe("Replaced");
  expect(seconds).toBeGreaterThan(240);
});

test("what is throttled for five minutes uses up none of the tries for what fails, and the other way round", async () => {
  const throttled = Array(13).fill("!Lambda.TooManyRequestsException");
  const failing = Array(6).fill("!Runtime.ExitError");
  const { state, seconds } = await run({
    ShiftTraffic: [...failing.slice(3), ...throttled, ...failing.slice(0, 3)],
  });
  expect(state).toBe("Replaced");
  expect(seconds).toBeGreaterThan(280);
});

test("a function whose key is gone is not waited for", async () => {
  const { state, seconds } = await run({ Bake: ["!Lambda.KMSDisabledException"], CloseRollout: ["fail"] });
  expect([state, seconds]).toEqual(["RolledBack", 0]);
});
