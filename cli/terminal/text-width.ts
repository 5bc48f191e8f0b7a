import stringWidth from "string-width";

/** What is longer fits no line, whatever it is made of; each letter takes ten microseconds to be looked up. */
const MEASURED = 10_000;

/** Columns that a text takes on a terminal: two for East Asian wide letters and pictures, none for accents. */
export const textWidth = (text: string): number => (text.length > MEASURED ? text.length : stringWidth(text));

/** The text with blanks behind it, up to that many columns. */
export const padded = (text: string, width: number): string =>
  text + " ".repeat(Math.max(0, width - textWidth(text)));

/** Letters as a reader counts them: with their accents, a flag as one. */
export const letters = new Intl.Segmenter();

/** As much of the text as that many columns hold. */
export function fitting(text: string, width: number): string {
  if (text.length <= width && textWidth(text) <= width) return text;
  let shown = "";
  let room = width;
  for (const { segment } of letters.segment(text)) {
    room -= textWidth(segment);
    if (room < 0) break;
    shown += segment;
  }
  return shown;
}
