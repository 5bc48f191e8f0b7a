import { expect, test } from "vitest";
import { ACTS } from "../../../cli/demo/acts.ts";
import { commandLine } from "../../support/cli/command-line.ts";

interface ShownAct {
  readonly name: string;
  readonly outcome: string;
  readonly replaced: number;
  readonly requestsLost: number;
  readonly events: readonly Readonly<Record<string, string>>[];
  readonly simulatedSeconds: number;
  readonly lowerBoundSeconds: number;
}

test("--json has five acts, each with its outcome and with what moult told of servers", async () => {
  const { code, out } = await commandLine().moult("demo --json");
  expect(code).toBe(0);
  const { acts } = JSON.parse(out) as { acts: ShownAct[] };
  expect(acts.map(({ name, outcome, replaced }) => [name, outcome, replaced])).toEqual([
    ["published", "succeeded", 6],
    ["never-healthy", "rolled-back", 0],
    ["goes-bad", "rolled-back", 0],
    ["drifted", "succeeded", 6],
    ["too-old", "succeeded", 6],
  ]);
  expect(acts.map(({ requestsLost }) => requestsLost)).toEqual([0, 0, 0, 0, 0]);
  for (const act of acts) expect(act.simulatedSeconds).toBeGreaterThanOrEqual(act.lowerBoundSeconds);
  const [published, neverHealthy, goesBad, drifted, tooOld] = acts.map(({ events }) => events);
  expect([published, neverHealthy, goesBad]).toEqual([[], [], []]);
  expect(drifted).toEqual([
    {
      type: "Instance Drift Detected",
      instance: expect.stringMatching(/^i-\w{17}$/) as string,
      field: "security group sg-default",
      expected: "absent",
      observed: "present",
    },
  ]);
  expect(tooOld?.map(({ type, field }) => [type, field])).toEqual([
    ["Instance Age Threshold Reached", "age"],
    ["Instance Age Threshold Reached", "age"],
  ]);
  expect(new Set(tooOld?.map(({ instance }) => instance)).size).toBe(2);
}, 60_000);

test("off a terminal the events are lines before the rollout that they lead to, which stays with the image", async () => {
  const { code, out } = await commandLine().moult("demo");
  expect(code).toBe(0);
  const lines = out.split("\n");
  const begins = ACTS.map(({ title }, index) => lines.indexOf(`Act ${index + 1} of 5: ${title}`));
  expect(begins).toEqual(begins.toSorted((a, b) => a - b));
  const [fourth, fifth] = [lines.slice(begins[3], begins[4]), lines.slice(begins[4])];
  expect(fourth[1]).toMatch(/^Instance Drift Detected: i-\w+$/);
  expect(fourth[2]).toBe("  security group sg-default: expected absent, observed present");
  expect(fourth[3]).toMatch(
    /start-rollout ami-\w+: i-\w+: security group sg-default is present, expected absent$/,
  );
  for (const line of [fifth[1], fifth[3]]) expect(line).toMatch(/^Instance Age Threshold Reached: i-\w+$/);
  for (const line of [fifth[2], fifth[4]])
    expect(line).toMatch(/^ {2}age: expected at most 14d, due [\d-]+ [\d:]+Z, observed launched [\d-]+ /);
  for (const act of [fourth, fifth])
    expect(act.find((line) => line.includes("  Admit  admit: "))).toMatch(
      /6 servers of generation \d+ \((ami-\w+)\) become generation \d+ \(\1\)/,
    );
}, 60_000);
