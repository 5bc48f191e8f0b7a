import { stripVTControlCharacters } from "node:util";
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

const printed = new Map<string, Promise<string>>();

/** What a form of the demo prints: each is run once, by the first test that asks for it. */
function print(words: string, ...where: Parameters<typeof commandLine>): Promise<string> {
  const known = printed.get(words) ?? run(words, where);
  printed.set(words, known);
  return known;
}

async function run(words: string, where: Parameters<typeof commandLine>): Promise<string> {
  const { code, out } = await commandLine(...where).moult(words);
  expect(code).toBe(0);
  return out;
}

const JSON_FORM = "demo --json";
const LINES = "demo --speed 20000";

test("--json has six acts, each with its outcome and with what moult told of servers", async () => {
  const { acts } = JSON.parse(await print(JSON_FORM)) as { acts: ShownAct[] };
  expect(acts.map(({ name, outcome, replaced }) => [name, outcome, replaced])).toEqual([
    ["published", "succeeded", 6],
    ["never-healthy", "rolled-back", 0],
    ["goes-bad", "rolled-back", 0],
    ["drifted", "succeeded", 1],
    ["logged-into", "succeeded", 1],
    ["too-old", "succeeded", 2],
  ]);
  expect(acts.map(({ requestsLost }) => requestsLost)).toEqual([0, 0, 0, 0, 0, 0]);
  for (const act of acts) expect(act.simulatedSeconds).toBeGreaterThanOrEqual(act.lowerBoundSeconds);
  const [published, neverHealthy, goesBad, drifted, loggedInto, tooOld] = acts.map(({ events }) => events);
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
  expect(loggedInto).toMatchObject([
    { type: "Instance Access Detected", field: "login", observed: "Admin/alice by Session Manager" },
  ]);
  expect(tooOld?.map(({ type, field }) => [type, field])).toEqual([
    ["Instance Age Threshold Reached", "age"],
    ["Instance Age Threshold Reached", "age"],
  ]);
  expect(new Set(tooOld?.map(({ instance }) => instance)).size).toBe(2);
}, 60_000);

test("off a terminal the events are lines before the run that they lead to, which stays with the image", async () => {
  const lines = (await print(LINES)).split("\n");
  const begins = ACTS.map(({ title }, index) => lines.indexOf(`Act ${index + 1} of 6: ${title}`));
  expect(begins).toEqual(begins.toSorted((a, b) => a - b));
  const [fourth, sixth] = [lines.slice(begins[3], begins[4]), lines.slice(begins[5])];
  expect(fourth[1]).toMatch(/^Instance Drift Detected: i-\w+$/);
  expect(fourth[2]).toBe("  security group sg-default: expected absent, observed present");
  expect(fourth[3]).toMatch(
    /start-recycle ami-\w+: i-\w+: security group sg-default is present, expected absent$/,
  );
  for (const line of [sixth[1], sixth[3]]) expect(line).toMatch(/^Instance Age Threshold Reached: i-\w+$/);
  for (const line of [sixth[2], sixth[4]])
    expect(line).toMatch(/^ {2}age: expected at most 14d, due [\d-]+ [\d:]+Z, observed launched [\d-]+ /);
  for (const [act, count] of [
    [fourth, 1],
    [sixth, 2],
  ] as const)
    expect(act.find((line) => line.includes("  AdmitRecycle  admit: "))).toContain(
      `admit: ${count} of 6 servers of generation 2 are replaced in place, 2 at once`,
    );
}, 60_000);

type Figures = Readonly<Record<string, number | string>>;

/** The rows of the closing table, as they are in words. */
const rowsIn = (text: string): string[][] => {
  const lines = stripVTControlCharacters(text).split("\n");
  const head = lines.findIndex((line) => line.startsWith("act  "));
  return lines.slice(head + 1, head + 7).map((line) => line.split(/ {2,}/).slice(0, 8));
};

const rowsOf = (json: string): string[][] =>
  (JSON.parse(json) as { acts: Figures[] }).acts.map((act) =>
    [
      act["name"],
      act["outcome"],
      act["replaced"],
      act["requestsServed"],
      act["requestsLost"],
      act["requestsErrored"],
      act["awsCalls"],
      act["transitions"],
    ].map(String),
  );

test("live, line by line and as JSON, at whatever speed, the demo has the same figures", async () => {
  const [json, lines] = [await print(JSON_FORM), await print(LINES)];
  const live = await print("demo --speed 900", { terminal: true, answer: "" });
  expect(live).toContain("×900, space pauses");
  expect(rowsOf(json)).toHaveLength(6);
  expect(rowsIn(lines)).toEqual(rowsOf(json));
  expect(rowsIn(live)).toEqual(rowsOf(json));
}, 120_000);

test.each(["0", "-1", "fast", "1e3", "1000000000"])("--speed %s is refused", async (speed) => {
  const { code, err } = await commandLine().moult(["demo", `--speed=${speed}`]);
  expect(code).toBe(1);
  expect(err).toContain(`--speed ${speed} is not a number above 0 and below 1000000: give one such as 75`);
});
