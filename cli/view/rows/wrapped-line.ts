import wrapAnsi from "wrap-ansi";
import { textWidth } from "../../terminal/text-width.ts";
import { type Line, renderLine } from "../span.ts";

/** Whoever has so narrow a terminal reads what is cut. */
const MIN_ROOM = 20;

/** The line in as many rows as it takes, all of it: what follows its first piece, a label or an instant, stays right of that. */
export function wrappedLine(line: Line, width: number, colour: boolean): string[] {
  const [label, ...rest] = line;
  if (label === undefined) return [""];
  const isLabel = rest.length > 0 && label.text.endsWith(" ");
  const indent = isLabel ? textWidth(label.text) : 0;
  const room = width - indent;
  if (room < MIN_ROOM) return [renderLine(line, width, colour)];
  const text = renderLine(isLabel ? rest : line, Number.POSITIVE_INFINITY, colour);
  const rows = wrapAnsi(text, room, { hard: true }).split("\n");
  const head = isLabel ? renderLine([label], width, colour) : "";
  return rows.map((row, index) => `${index === 0 ? head : " ".repeat(indent)}${row}`);
}
