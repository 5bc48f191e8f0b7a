import { expect, test } from "vitest";
import { scanState } from "../../../src/detect/scan/scan-machine.ts";
import { execute } from "../../../src/engine/execution.ts";
import { machineFile } from "../../../src/engine/machine-files.ts";
import { manualClock } from "../../support/engine/manual-clock.ts";
import { named } from "../../support/engine/run-machine.ts";

const machine = machineFile("scan");
const progress = { startedAt: 5, after: "web", servers: 7, judged: 1, parts: [5] };

/** Runs the machine with an input, each Task answering the next turn: a verdict, or an error by its name (`!Throttled`). */
async function run(input: unknown, ...turns: string[]) {
  const clock = manualClock();
  const given: unknown[] = [];
  const runTask = async (_resource: string, task: unknown) => {
    const turn = turns[given.push(scanState.input.parse(task)) - 1] ?? "pass";
    if (turn.startsWith("!")) throw named(turn.slice(1), "no");
    return { verdict: turn, reason: "read", waitSeconds: 0, progress };
  };
  const result = execute({ machine, name: "scan-1", input, clock, runTask, random: () => 0.5 });
  return { ...(await clock.finish(result)), given };
}

test("begins with nothing given, and ends when all fleets are read", async () => {
  const { status, given } = await run({});
  expect([status, given]).toEqual(["SUCCEEDED", [{ run: "scan-1", progress: null }]]);
});

test("hands each part what the one before has come to", async () => {
  const { status, given } = await run({}, "more", "more", "pass");
  expect(status).toBe("SUCCEEDED");
  expect(given).toEqual([null, progress, progress].map((each) => ({ run: "scan-1", progress: each })));
});

test.each(["Throttled", "ServiceUnavailable", "LedgerConflict", "States.Timeout", "Lambda.Unknown"])(
  "a part that fails by %s is tried again from where it began, four times",
  async (error) => {
    const failing = Array.from({ length: 4 }, () => `!${error}`);
    const { status, given } = await run({}, "more", ...failing, "pass");
    expect([status, given.length]).toEqual(["SUCCEEDED", 6]);
    expect(given.slice(1)).toEqual(Array.from({ length: 5 }, () => ({ run: "scan-1", progress })));
    const ended = await run({}, ...failing, `!${error}`);
    expect([ended.status, ended.error]).toEqual(["FAILED", error]);
  },
);

test("what another try does not mend fails it at once", async () => {
  const { status, error, given } = await run({}, "!AccessDenied");
  expect([status, error, given.length]).toEqual(["FAILED", "AccessDenied", 1]);
});

test("a scan that an older moult began goes on: what its parts have found they have written", () => {
  const older = { startedAt: 5, after: "web", servers: 7, changed: ["api"] };
  expect(scanState.input.parse({ scan: "scan-1", given: { progress: older } })).toEqual({
    run: "scan-1",
    progress: { startedAt: 5, after: "web", servers: 7, judged: 0, parts: [] },
  });
});

test("a progress that no scan wrote is refused, and anything beside it is left", () => {
  const parse = (given: unknown) => scanState.input.safeParse({ scan: "scan-1", given }).success;
  expect([{}, { progress }, { more: 1 }].map(parse)).toEqual([true, true, true]);
  const wrong = [{ progress: {} }, { progress: { ...progress, parts: "api" } }, null];
  expect(wrong.map(parse)).toEqual(wrong.map(() => false));
});
