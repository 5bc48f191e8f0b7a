import { textWidth } from "../text-width.ts";
import { type Column, GAP } from "./column.ts";

/** A column that is shown, and how wide it is. */
interface Laid {
  /** Its place among all columns. */
  readonly index: number;
  readonly width: number;
}

interface Wanted extends Column {
  readonly index: number;
  /** As wide as its widest cell. */
  readonly natural: number;
}

/** Narrower than this nothing can be read. */
const NARROWEST = 6;

/** Which of the columns are shown in `room`, and how wide each is. */
export function columnWidths(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  room: number,
): Laid[] {
  const all = columns.map((column, index) => ({
    ...column,
    index,
    natural: Math.max(...[column.head, ...rows.map((row) => row[index] ?? "")].map(textWidth)),
  }));
  const whole = without("whole", all, (shown) => total(shown, natural) > room);
  const shown = without("room", whole, (left) => total(left, leastOf) > room);
  const fits = total(shown, leastOf) <= room;
  return share(shown, room, fits ? leastOf : (column) => Math.min(column.natural, NARROWEST));
}

/** Leaves out columns of that kind, the last first, as long as they are too many. */
function without(
  kind: Column["shown"],
  columns: readonly Wanted[],
  areTooMany: (columns: readonly Wanted[]) => boolean,
): readonly Wanted[] {
  const last = columns.findLastIndex(({ shown }) => shown === kind);
  return last === -1 || !areTooMany(columns)
    ? columns
    : without(kind, columns.toSpliced(last, 1), areTooMany);
}

const natural = (column: Wanted): number => column.natural;
const leastOf = ({ natural: width, least = width }: Wanted): number => Math.min(width, least);
const total = (columns: readonly Wanted[], widthOf: (column: Wanted) => number): number =>
  columns.reduce((sum, column) => sum + widthOf(column), GAP * (columns.length - 1));

/** Each gets what it needs at the least; of what is left those that need little get all of it, and the others the same. */
function share(columns: readonly Wanted[], room: number, least: (column: Wanted) => number): Laid[] {
  let left = Math.max(0, room - total(columns, least));
  const needs = columns.map((column) => column.natural - least(column));
  const order = [...needs.keys()].toSorted((a, b) => (needs[a] ?? 0) - (needs[b] ?? 0));
  const widths = columns.map(least);
  for (const [done, index] of order.entries()) {
    const need = needs[index] ?? 0;
    const given = need <= left ? Math.min(need, left) : Math.floor(left / (order.length - done));
    widths[index] = (widths[index] ?? 0) + given;
    left -= given;
  }
  return columns.map(({ index }, place) => ({ index, width: widths[place] ?? 0 }));
}
