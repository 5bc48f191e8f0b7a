import { expect, test } from "vitest";
import { readStartInput } from "../../src/domain/run/start-input.ts";
import { ROWS } from "../support/domain/decide/decision-table.ts";
import { fencesIn, textOf } from "../support/docs/markdown.ts";

/** The cells of the rows of all tables in one section of the design. */
function rowsOf(heading: string): string[][] {
  const [, rest = ""] = textOf("docs/design.md").split(`\n## ${heading}\n`);
  const [section = ""] = rest.split("\n## ");
  return section
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .map((line) =>
      line
        .split("|")
        .map((cell) => cell.trim())
        .slice(1, -1),
    );
}

test("the design's decision table has a row for each case that is tested, in the same order", () => {
  const titles = rowsOf("What is decided").flatMap((cells) => (cells.length === 4 ? (cells[3] ?? []) : []));
  expect(titles.slice(1)).toEqual(ROWS.map(([title]) => title));
});

const inputs = fencesIn(textOf("docs/design.md"))
  .filter(({ language }) => language === "json")
  .flatMap(({ text }) => text.trim().split("\n"));

test("there are inputs to see", () => {
  expect(inputs.length).toBeGreaterThan(3);
});

test.each(inputs)("the input %s starts an execution", (input) => {
  expect(readStartInput(JSON.parse(input))).toMatchObject({ fleet: "web", ask: expect.anything() });
});

test("the design says of bad inputs what is said of them", () => {
  const bad = rowsOf("What starts an execution").filter(([input = ""]) => input.startsWith("`{"));
  expect(bad.length).toBeGreaterThan(3);
  expect(bad.map(([input = ""]) => readStartInput(JSON.parse(input.replaceAll("`", ""))))).toEqual(
    bad.map(([, said]) => ({ faults: [said] })),
  );
});
