import type { BoardRow } from "../../../src/domain/explain/board-row.ts";
import { explainedStates, stateMarks } from "../../../src/domain/explain/explanation.ts";
import { formatDuration } from "../../../src/domain/duration.ts";
import type { FleetBoard } from "../../../src/views/board/fleet-board.ts";
import { textWidth } from "../../terminal/text-width.ts";
import { wrappedLine } from "../rows/wrapped-line.ts";
import { type Line, span } from "../span.ts";
import { markSpan } from "./tone-styles.ts";

interface BoardSize {
  readonly width: number;
  readonly colour: boolean;
}

/** Nobody names a fleet so long that its sentence has no room: what is longer is wrapped with it. */
const NAME = 20;

/** How many fleets are in which state, with the word of each: the legend of the glyphs. */
function counterLine({ counts }: Pick<FleetBoard, "counts">): Line {
  return explainedStates.flatMap((state) => {
    const count = counts[state];
    if (count === undefined) return [];
    const { word } = stateMarks[state];
    return [markSpan(state), span(` ${count.toLocaleString("en")} ${word}  `)];
  });
}

/** A fleet: glyph, name, sentence and since when, wrapped and never cut; below it what a person types next, where one is needed. */
function rowLines(row: BoardRow, nameWidth: number, now: number): Line[] {
  const { state, fleet, sentence, since, isLate, next } = row;
  const head = `${fleet}${" ".repeat(Math.max(0, nameWidth - textWidth(fleet)))}  `;
  const age = since === null || now - since < 1000 ? "" : `  ${formatDuration((now - since) / 1000)}`;
  const late = isLate ? "  (should be over: the next sweep says more)" : "";
  const said: Line = [
    span(`${stateMarks[state].glyph} ${head}`, toneOf(row)),
    span(sentence),
    span(`${age}${late}`, "dim"),
  ];
  const isSaid = next === null || sentence.includes(next.replace(/ --(reason|confirm|keep) .*$/u, ""));
  return isSaid ? [said] : [said, [span(" ".repeat(textWidth(head) + 2)), span(next, "dim")]];
}

const toneOf = ({ state }: BoardRow) => markSpan(state).style;

/** The board as it is printed: the counters, then each fleet. Of many the first; how many are left out is said. */
export function boardLines(
  board: Pick<FleetBoard, "counts" | "at" | "fleets">,
  { width, colour }: BoardSize,
): { readonly counters: string[]; readonly rows: readonly string[][] } {
  const nameWidth = Math.min(NAME, Math.max(0, ...board.fleets.map(({ fleet }) => textWidth(fleet))));
  const wrap = (line: Line): string[] => wrappedLine(line, width, colour);
  return {
    counters: wrap(counterLine(board)),
    rows: board.fleets.map((row) => rowLines(row, nameWidth, board.at).flatMap(wrap)),
  };
}
