/** Long enough to know it again, short enough for one line. */
const SHOWN = 60;

/** A value as a message names it: on one line, without control characters, cut to 60 characters. */
export function showValue(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
  const oneLine = JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"');
  return oneLine.length <= SHOWN ? oneLine : `${oneLine.slice(0, SHOWN - 1)}…`;
}
