/** What a terminal obeys instead of showing: cursor, colour, title. Of ESC and of its one-byte form. */
// oxlint-disable-next-line no-control-regex
const SEQUENCE = /(?:\u001B\[|\u009B)[0-?]*[ -/]*[@-~]/g;
/** Control characters, and the two separators that some terminals and editors break a line at. */
const BREAKING = /[\p{Cc}\p{Zl}\p{Zp}]+/gu;
/** Letters without a shape: they turn the writing round, join, or hide. */
const SHAPELESS = /\p{Cf}/gu;

/**
 * Somebody's words as one line of a terminal or a log: words of AWS, of a server, an event, a file, a person. They can move no
 * cursor, begin no line of their own, and show nothing in another order than it stands.
 */
export const oneLine = (text: string): string =>
  text.toWellFormed().replaceAll(SEQUENCE, "").replaceAll(BREAKING, " ").replaceAll(SHAPELESS, "");

/** A text of one line, or of several: only a list begins lines. */
export type Lines = string | readonly string[];

export const linesOf = (text: Lines): string[] =>
  typeof text === "string" ? [oneLine(text)] : text.map(oneLine);

/** What JSON leaves as it is and a terminal obeys: DEL and C1, letters without a shape, separators of lines. */
const UNESCAPED = /[\u007F-\u009F\p{Cf}\p{Zl}\p{Zp}]/gu;

/** JSON, or a part of it, with all escaped that nobody would see. */
export const escapeUnseen = (json: string): string =>
  json.replaceAll(UNESCAPED, (letter) =>
    letter
      .split("")
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
      .join(""),
  );
