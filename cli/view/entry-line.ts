import type { Entry } from "../../src/ledger/entries.ts";
import { type Line, span } from "./span.ts";

/** An entry of the ledger in one line: when (UTC), where, what it was done to, why. */
export function entryLine({ at, phase, kind, action, subject, reason }: Entry): Line {
  const what = [action ?? kind, subject].filter((each) => each !== undefined).join(" ");
  return [
    span(`${new Date(at).toISOString().slice(11, 19)}  `, "dim"),
    span(phase === null ? "" : `${phase}  `, "cyan"),
    span(`${what}: `),
    span(reason),
  ];
}
