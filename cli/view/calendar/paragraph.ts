import wrapAnsi from "wrap-ansi";
import { oneLine } from "../../../src/errors/one-line.ts";

export const COLUMNS = 100;

/** Text in as many lines as it takes, each of 100 columns at most; those after the first begin with the indent. */
export function paragraph(text: string, indent = ""): string[] {
  const rows = wrapAnsi(oneLine(text), COLUMNS - indent.length, { hard: true }).split("\n");
  return rows.map((row, index) => `${index === 0 ? "" : indent}${row}`.trimEnd());
}
