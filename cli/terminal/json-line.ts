/** What JSON leaves as it is and a terminal obeys: DEL and C1, letters without a shape, separators of lines. */
const UNESCAPED = /[\u007F-\u009F\p{Cf}\p{Zl}\p{Zp}]/gu;

/** A value as JSON on one line, of which a terminal obeys nothing. It loses nothing: what is escaped, a parser reads as it was. */
export const jsonLine = (value: object): string => JSON.stringify(value).replaceAll(UNESCAPED, escaped);

const escaped = (letter: string): string =>
  letter
    .split("")
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
    .join("");
