import { escapeUnseen } from "../errors/one-line.ts";

/** Long enough to know it again, short enough for one line. */
const SHOWN = 60;

/**
 * A value as a message names it: on one line, without control characters, cut to 60 characters. Any value: `String` throws at one that
 * has a `toString` of its own.
 */
export function showValue(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
  // Whatever its length, no more of it is looked at than is shown; half a letter at the end would be none.
  const shown = escapeUnseen(JSON.stringify(text.slice(0, SHOWN + 1)).slice(1, -1)).replaceAll('\\"', '"');
  return shown.length <= SHOWN ? shown : `${shown.slice(0, SHOWN - 1).toWellFormed()}…`;
}
