import { expect, test } from "vitest";
import { scanMachine, scanState } from "../../../src/detect/scan/scan-machine.ts";
import { execute } from "../../../src/engine/execution.ts";
import { machineFile } from "../../../src/engine/machine-files.ts";
import { declareFleet } from "../../../src/ledger/fleets.ts";
import { writeGeneration } from "../../../src/ledger/generations.ts";
import { generation } from "../../support/cli/records.ts";
import { answeringRuntime } from "../../support/detect/answering-runtime.ts";
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

test.each([[[]], ["scan"], [null], [7], [{ scann: 1 }]])(
  "asks nothing of whoever starts it by hand: %j is as good as {}",
  async (input) => {
    const { status, given } = await run(input);
    expect([status, given]).toEqual(["SUCCEEDED", [{ run: "scan-1", progress: null }]]);
  },
);

test("hands each part what the one before has come to", async () => {
  const { status, given } = await run({}, "more", "more", "pass");
  expect(status).toBe("SUCCEEDED");
  expect(given).toEqual([null, progress, progress].map((each) => ({ run: "scan-1", progress: each })));
});

test.each([
  ["Throttled", 9],
  ["ServiceUnavailable", 4],
  ["LedgerConflict", 4],
  ["States.Timeout", 4],
  ["Lambda.Unknown", 4],
  ["Lambda.ResourceNotReadyException", 12],
])("a part that fails by %s is tried again from where it began, %i times", async (error, tries) => {
  const failing = Array.from({ length: tries }, () => `!${error}`);
  const { status, given } = await run({}, "more", ...failing, "pass");
  expect([status, given.length]).toEqual(["SUCCEEDED", tries + 2]);
  expect(given.slice(1)).toEqual(Array.from({ length: tries + 1 }, () => ({ run: "scan-1", progress })));
  const ended = await run({}, ...failing, `!${error}`);
  expect([ended.status, ended.error]).toEqual(["FAILED", error]);
});

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
  const wrong = [{ progress: {} }, { progress: { ...progress, parts: "api" } }];
  expect(wrong.map(parse)).toEqual(wrong.map(() => false));
});

test("is one state with what it may call", () => {
  expect(scanMachine).toEqual({ name: "scan", kind: null, states: { scan: scanState } });
  expect(scanState).toMatchObject({
    phase: "Scan",
    services: ["ec2", "autoScaling"],
    ports: ["starter", "publish"],
  });
});

test("its Task scans from where it was handed, and tries again what was throttled", async () => {
  const { runtime, sent, pauses } = answeringRuntime(1);
  for (const fleet of ["api", "web"]) {
    const declaration = {
      fleet,
      template: "lt-0abc",
      image: { channel: "/web" },
      traffic: { strategy: "none" },
    } as const;
    await declareFleet(runtime.ledger, { declaration, by: "ada", now: 0 }, "absent");
    await writeGeneration(runtime.ledger, generation({ fleet, group: `${fleet}-g0001` }), "absent");
  }
  const input = scanState.input.parse({ scan: "scan-1", given: { progress: { ...progress, after: "api" } } });
  const answer = await scanState.run(input, runtime);
  expect(answer).toMatchObject({ verdict: "more", reason: "7 servers were read", waitSeconds: 0 });
  expect(answer).toMatchObject({ progress: { startedAt: 5, after: "web", judged: 2 } });
  expect(sent).toEqual([
    "DescribeInstances",
    "DescribeInstances",
    "DescribeInstanceStatus",
    "DescribeAutoScalingGroups",
  ]);
  expect(pauses).toEqual([125]);
});

test("without middleware of its own it scans an account without fleets", async () => {
  const { middleware: _none, ...runtime } = answeringRuntime().runtime;
  const input = scanState.input.parse({ scan: "scan-1", given: {} });
  expect(await scanState.run(input, runtime)).toMatchObject({
    verdict: "pass",
    reason: "0 servers of 0 fleets: 0 fleets with findings to act on, 0 rollouts begun",
    waitSeconds: 0,
  });
});
