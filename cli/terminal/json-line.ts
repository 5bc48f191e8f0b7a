import { escapeUnseen } from "../../src/errors/one-line.ts";

/** A value as JSON on one line, of which a terminal obeys nothing. It loses nothing: what is escaped, a parser reads as it was. */
export const jsonLine = (value: object): string => escapeUnseen(JSON.stringify(value));
