import fc from "fast-check";
import { expect } from "vitest";
import { NotFound } from "../../src/errors/errors.ts";
import { linesOf, oneLine } from "../../src/errors/one-line.ts";
import { jsonLine } from "../../cli/terminal/json-line.ts";
import { layTable } from "../../cli/terminal/table/lay-table.ts";
import { textWidth } from "../../cli/terminal/text-width.ts";
import { renderLine, span } from "../../cli/view/span.ts";
import { showValue } from "../../src/domain/shown-value.ts";
import { UNSAFE } from "../support/cli/hostile-words.ts";
import { ledgerOf } from "../support/cli/ledger-of-words.ts";
import { fuzzed } from "../support/fuzz/fuzzed.ts";
import { values, words } from "../support/fuzz/inputs.ts";

/** Of each letter how many there are: nothing of a cell is lost, wherever its lines are. */
const letters = (texts: readonly string[]): string[] =>
  Array.from(texts.join("").replaceAll(/\s/g, "")).toSorted();
const shown = (cell: string): string => {
  const short = oneLine(cell).replaceAll(/\barn:aws[\w-]*:[\w-]+:[\w-]*:\d*:/g, "…");
  return short.length > 2000 ? `${short.slice(0, 2000).toWellFormed()}…` : short;
};

const LINES = /[\n\r\u0085\u2028\u2029]/;

fuzzed("words become one line that no terminal obeys, and stay it", words, (text) => {
  const line = oneLine(text);
  for (const shown of [line, ...linesOf([text, text]), new NotFound(text).message, showValue(text)]) {
    expect(shown).not.toMatch(UNSAFE);
    expect(shown).not.toMatch(LINES);
  }
  expect(oneLine(line)).toBe(line);
});

fuzzed(
  "a table has no more columns than it may, a wide one a line a row, and a rendered line no more than it may",
  fc.tuple(words, words, fc.integer({ min: 1, max: 300 })),
  ([first, second, width]) => {
    const columns = [{ head: "" }, { head: "", least: 10 }];
    const cells = [
      [first, second],
      [second, first],
    ];
    const rows = layTable(columns, cells, undefined).lines;
    expect(rows).toHaveLength(2);
    const narrow = layTable(columns, cells, Math.max(width, 20)).lines;
    for (const row of narrow) expect(textWidth(row)).toBeLessThanOrEqual(Math.max(width, 20));
    const bare = (text: string): string => text.replaceAll(/\s/g, "");
    expect(letters(narrow)).toEqual(letters([first, second, second, first].map((cell) => bare(shown(cell)))));
    const line = renderLine([span(first, "red"), span(second)], width, false);
    for (const printed of [...rows, ...narrow, line]) expect(printed).not.toMatch(UNSAFE);
    expect(textWidth(line)).toBeLessThanOrEqual(width);
  },
);

fuzzed("a line of JSON is seen whole, and read as it was", values, (value) => {
  const line = jsonLine({ value });
  expect(line).not.toMatch(UNSAFE);
  expect(line).not.toMatch(LINES);
  expect(JSON.stringify(JSON.parse(line))).toBe(JSON.stringify({ value }));
});

const SHOWN = [
  ["history", "web"],
  ["quarantine", "list"],
  ["findings"],
  ["rollout", "status", "web"],
  ["unfreeze", "web", "--confirm", "web"],
  ["quarantine", "lift", "ami-0bad", "--reason", "x"],
];
const nothingOf = /^\s*$/;
fuzzed(
  "a command shows a ledger of such words, and nothing that a terminal obeys",
  fc.tuple(
    words.filter((text) => !nothingOf.test(text) && text.length < 5000),
    fc.constantFrom(...SHOWN),
    fc.boolean(),
    fc.boolean(),
  ),
  async ([text, command, json, terminal]) => {
    const { moult, plane } = await ledgerOf(text, { terminal, environment: { noColour: true } });
    const { out, err } = await moult(json ? [...command, "--json"] : command);
    plane.ledger.close();
    // Not once more when the test is over.
    Object.assign(plane.ledger, { close: () => undefined });
    for (const said of [out, err]) expect(said).not.toMatch(UNSAFE);
    expect(err).not.toContain("a fault of moult itself");
  },
);
