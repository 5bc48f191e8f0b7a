import { styleText } from "node:util";
import { oneLine } from "../../src/errors/one-line.ts";

export type Style = "red" | "green" | "yellow" | "blue" | "magenta" | "cyan" | "dim" | "bold";

/** A piece of a line, with its colour where there is colour. */
export interface Span {
  readonly text: string;
  readonly style?: Style;
}

export type Line = readonly Span[];

export const span = (text: string, style?: Style): Span => (style === undefined ? { text } : { text, style });

/** Two columns on a terminal: East Asian wide letters and pictures. */
const WIDE =
  /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]|\p{Emoji_Presentation}/u;
/** No column of their own: accents that join the letter before, joiners, selectors. */
const NO_WIDTH = /[\p{Mn}\p{Me}\p{Cf}]/u;

function widthOf(letter: string): number {
  if (NO_WIDTH.test(letter)) return 0;
  return WIDE.test(letter) ? 2 : 1;
}

/** Columns that a text takes on a terminal. */
export function textWidth(text: string): number {
  let width = 0;
  for (const letter of text) width += widthOf(letter);
  return width;
}

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
    const shown = fit(text, room);
    room -= textWidth(shown);
    if (shown !== "") out += colour && style ? styleText(style, shown, { validateStream: false }) : shown;
    if (shown !== text) break;
  }
  return total <= width ? out : `${out}…`;
}

function fit(text: string, room: number): string {
  let shown = "";
  let used = 0;
  for (const letter of text) {
    used += widthOf(letter);
    if (used > room) break;
    shown += letter;
  }
  return shown;
}
