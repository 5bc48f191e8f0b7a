import { describe, expect, test } from "vitest";
import { NotFound } from "../../../src/errors/errors.ts";
import { commandLine, fileWith, WEB_YML } from "../../support/cli/command-line.ts";
import { HARMLESS, HOSTILE, UNSAFE } from "../../support/cli/hostile-words.ts";
import { ledgerOf } from "../../support/cli/ledger-of-words.ts";

type Parts = NonNullable<Parameters<typeof commandLine>[0]>;

/** What each command says with harmless words it has to say with hostile ones in as many lines. */
const COMMANDS = (words: string): readonly (readonly [string, readonly string[], Parts?])[] => [
  ["history", ["history", "web", "--wide"]],
  ["history of a rollout that nobody knows", ["history", "web", "--rollout", words]],
  ["quarantine list", ["quarantine", "list", "--wide"]],
  ["quarantine lift", ["quarantine", "lift", "ami-0bad", "--reason", words]],
  ["quarantine lift, asked", ["quarantine", "lift", "ami-0bad", "--reason", words], { answer: "no" }],
  ["quarantine lift, done", ["quarantine", "lift", "ami-0bad", "--reason", words, "--confirm", "ami-0bad"]],
  ["findings", ["findings", "--wide"]],
  ["findings acknowledge", ["findings", "acknowledge", "key", "--reason", words]],
  ["findings acknowledge, unknown", ["findings", "acknowledge", words, "--reason", "x"]],
  ["rollout status", ["rollout", "status", "web"]],
  ["rollout status, watched", ["rollout", "status", "web", "--watch"]],
  ["freeze", ["freeze", "web", "--reason", words, "--confirm", "web"]],
  ["unfreeze", ["unfreeze", "web", "--confirm", "web"]],
  ["fleet list", ["fleet", "list", "--wide"]],
  ["an unknown fleet", ["history", words]],
  ["an unknown option", ["history", "web", `--${words}`]],
  ["an unknown command", [words]],
  ["a time limit", ["history", "web", "--timeout", words]],
  ["an endpoint", ["plan", "web", "--endpoint", words]],
  ["a file", ["fleet", "validate", fileWith("web.yml", `${WEB_YML}${JSON.stringify(words)}: 1\n`)]],
  [
    "a value in a file",
    ["fleet", "validate", fileWith("web.yml", `${WEB_YML}batch: ${JSON.stringify(words)}\n`)],
  ],
  ["a file that is not there", ["fleet", "validate", `/nowhere/${words}.yml`]],
  [
    "what AWS has",
    ["fleet", "validate", fileWith("web.yml", WEB_YML), "--against-account"],
    { faults: [{ place: words, why: words }], warnings: [{ place: words, why: words }] },
  ],
  [
    "what AWS has and is not in the way",
    ["fleet", "apply", fileWith("web.yml", WEB_YML), "--confirm", "web"],
    { warnings: [{ place: words, why: words }] },
  ],
  [
    "missing tags",
    ["fleet", "adopt", fileWith("web.yml", WEB_YML), "--group", words],
    { missingTags: [{ place: words, why: words, command: words }] },
  ],
  [
    "what a sweep found",
    ["sweep"],
    {
      plane: {
        sweep: async () => ({
          report: {
            fleets: 1,
            notSwept: [],
            left: 0,
            attention: 0,
            counts: {},
            unsent: 0,
            irregularities: [{ fleet: "web", irregularity: words, repaired: false }],
            begun: [{ fleet: "web", rollout: words, reason: words }],
          },
          settled: Promise.resolve(),
        }),
      },
    },
  ],
  ["an error of AWS", ["sweep"], { plane: { sweep: () => Promise.reject(new NotFound(words)) } }],
  ["an error of nobody", ["sweep"], { plane: { sweep: () => Promise.reject(new Error(words)) } }],
];

const safe = COMMANDS(HARMLESS);

/** A view wraps what is long under what it belongs to: such a row begins with the room of a label or of an instant. */
const isBegun = (row: string): boolean => !/^ {9,10}\S/.test(row);

describe.each([false, true])("on a terminal: %s", (terminal) => {
  test.each(COMMANDS(HOSTILE).map(([name, line, parts = {}], index) => ({ name, line, parts, index })))(
    "$name says no more lines than it has, and nothing that a terminal obeys",
    async ({ line, parts, index }) => {
      const around = { terminal, environment: { noColour: true } };
      const [, plainLine, plainParts = {}] = safe[index] ?? ["", []];
      const said = await (await ledgerOf(HOSTILE, { ...parts, ...around })).moult(line);
      const expected = await (await ledgerOf(HARMLESS, { ...plainParts, ...around })).moult(plainLine);
      for (const text of [said.out, said.err]) expect(text).not.toMatch(UNSAFE);
      const lines = ({ out, err }: typeof said) =>
        [out, err].map((text) => withoutStack(text).split("\n").filter(isBegun).length);
      expect(lines(said)).toEqual(lines(expected));
    },
  );
});

/** The frames of a stack are not the same at each call. */
const withoutStack = (text: string): string => text.replaceAll(/^ +at .*\n/gm, "");

test.each(COMMANDS(HOSTILE).map(([name, line, parts = {}]) => ({ name, line, parts })))(
  "$name under --json is JSON of one line that no terminal obeys, and loses nothing",
  async ({ line, parts }) => {
    const { out } = await (await ledgerOf(HOSTILE, parts)).moult([...line, "--json"]);
    expect(out).not.toMatch(UNSAFE);
    for (const each of out.split("\n").filter((text) => text !== "")) JSON.parse(each);
  },
);

test("--json has a hostile reason as it is, letter by letter", async () => {
  const line = await ledgerOf(HOSTILE, {});
  const { out } = await line.moult("history web --json");
  expect(JSON.parse(out)).toMatchObject({ entries: [{ reason: HOSTILE }] });
});
