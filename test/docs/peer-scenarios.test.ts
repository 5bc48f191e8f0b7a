import { expect, test } from "vitest";
import { textOf } from "../support/docs/markdown.ts";

const PAGE = "docs/peer-scenarios.md";
/** `| 4 | from | what happens | [file](../test/…): title |` */
const ROW =
  /^\| (?<number>\d+|–) \| [^|]+ \| [^|]+ \| \[[\w/-]+\]\(\.\.\/(?<file>test\/[\w/.-]+)\): (?<title>[^|]+) \|$/;
/** Of the list those that speak of checks, approvals, windows, budgets, pausing, promotion, rollback and superseding. */
const NUMBERS = [1, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 14, 16, 20, 21, 24, 30, 41, 42, 44, 51];

const rows = textOf(PAGE)
  .split("\n")
  .filter((line) => /^\| (\d|–)/.test(line));

test.each(rows)("%s", (row) => {
  const { file = "", title = "" } = ROW.exec(row)?.groups ?? {};
  expect(file).not.toBe("");
  expect(textOf(file)).toContain(`"${title}"`);
});

test("each scenario of the list has a row, in its order", () => {
  const numbers = rows.flatMap((row) => {
    const number = ROW.exec(row)?.groups?.["number"];
    return number === undefined || number === "–" ? [] : Number(number);
  });
  expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
  expect(NUMBERS.filter((each) => !numbers.includes(each))).toEqual([]);
});

test("each test that is told after another tool has a row", () => {
  const told = ["brakes", "proofs"].flatMap((file) => [
    ...textOf(`test/scenarios/peers/${file}.test.ts`).matchAll(/^(?:scenario|test)\(\s*"(?<title>[^"]+)"/gm),
  ]);
  expect(told.length).toBeGreaterThan(4);
  const titles = rows.map((row) => ROW.exec(row)?.groups?.["title"]);
  expect(
    told.flatMap(({ groups }) => groups?.["title"] ?? []).filter((title) => !titles.includes(title)),
  ).toEqual([]);
});
