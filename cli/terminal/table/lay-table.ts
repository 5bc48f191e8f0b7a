import { oneLine } from "../../../src/errors/one-line.ts";
import { padded } from "../text-width.ts";
import { type Column, GAP } from "./column.ts";
import { columnWidths } from "./column-widths.ts";
import { wrapCell } from "./wrap-cell.ts";

/** A table as it is printed. */
interface LaidTable {
  readonly lines: readonly string[];
  /** Heads of columns that are not shown. */
  readonly leftOut: readonly string[];
  /** Something of a cell is left out, and `…` stands for it. */
  readonly isShortened: boolean;
}

/**
 * Rows under their heads as aligned columns, two spaces apart, in at most `width` columns of the terminal; undefined: as wide as they are, a
 * line a row, all of it. Rows have a cell a column.
 */
export function layTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number | undefined,
): LaidTable {
  const clean = rows.map((row) =>
    row.map(width === undefined ? oneLine : (cell) => shortened(oneLine(cell))),
  );
  const laid = columnWidths(columns, clean, width ?? Number.POSITIVE_INFINITY);
  const heads = columns.some(({ head }) => head !== "") ? [columns.map(({ head }) => head)] : [];
  const lines = [...heads, ...clean].flatMap((row) => {
    const cells = laid.map(({ index, width: room }) =>
      width === undefined ? [row[index] ?? ""] : wrapCell(row[index] ?? "", room),
    );
    const height = Math.max(1, ...cells.map(({ length }) => length));
    return Array.from({ length: height }, (_, line) =>
      laid
        .map((column, place) => padded(cells[place]?.[line] ?? "", column.width))
        .join(" ".repeat(GAP))
        .trimEnd(),
    );
  });
  const shown = new Set(laid.map(({ index }) => index));
  return {
    lines,
    leftOut: columns.flatMap(({ head }, index) => (shown.has(index) ? [] : [head])),
    isShortened: clean.some((row) => row.some((cell) => cell.includes("…"))),
  };
}

/** More of a cell nobody reads in lines of a few words. */
const MOST_LETTERS = 2000;

/** The beginning of an ARN says nothing new: the account and the Region are told of every answer. */
function shortened(cell: string): string {
  const short = cell.replaceAll(/\barn:aws[\w-]*:[\w-]+:[\w-]*:\d*:/g, "…");
  return short.length <= MOST_LETTERS ? short : `${short.slice(0, MOST_LETTERS).toWellFormed()}…`;
}
