import { styleText } from "node:util";
import { oneLine } from "../../src/errors/one-line.ts";
import { fitting, textWidth } from "../terminal/text-width.ts";

export type Style = "red" | "green" | "yellow" | "blue" | "magenta" | "cyan" | "dim" | "bold";

/** A piece of a line, with its colour where there is colour. */
export interface Span {
  readonly text: string;
  readonly style?: Style;
}

export type Line = readonly Span[];

export const span = (text: string, style?: Style): Span => (style === undefined ? { text } : { text, style });

/**
 * The line as it is printed: at most `width` columns, cut with `…`. Nothing that a terminal obeys comes through with a
 * server's own words.
 */
export function renderLine(line: Line, width: number, colour: boolean): string {
  const clean = line.map(({ text, style }) => ({ text: oneLine(text), style }));
  const total = clean.reduce((sum, { text }) => sum + textWidth(text), 0);
  let room = total <= width ? width : width - 1;
  let out = "";
  for (const { text, style } of clean) {
    const shown = fitting(text, room);
    room -= textWidth(shown);
    if (shown !== "") out += colour && style ? styleText(style, shown, { validateStream: false }) : shown;
    if (shown !== text) break;
  }
  return total <= width ? out : `${out}…`;
}
