import { linesOf, oneLine } from "../../src/errors/one-line.ts";
import {
  type ConnectionFault,
  connectionFault,
  type ConnectionHints,
} from "../../src/errors/connection-faults.ts";
import type { InputFault } from "../../src/errors/errors.ts";

/** The errors of `src/errors/errors.ts`: their messages say already what to do next. */
const OURS = new Set([
  "InvalidInput",
  "LedgerConflict",
  "LedgerCorrupt",
  "LedgerTooNew",
  "LeaseLost",
  "Frozen",
  "Throttled",
  "ServiceUnavailable",
  "NotFound",
  "AlreadyExists",
  "AccessDenied",
  "Rejected",
]);

/** What to try for errors that are not ours, by name or code. */
const NEXT: Readonly<Record<string, string>> = {
  ENOENT: "Check the path.",
  EACCES: "Check the permissions of the file or folder.",
  EISDIR: "Name a file, not a folder.",
};

const FAULT = "This is a fault of moult itself. Please report it with the lines above.";

/** An error as the command line answers it. */
export interface ErrorAnswer {
  /** For scripts: the name of one of ours; `Fault` is one of moult's own. */
  readonly kind: string;
  readonly message: string;
  readonly next: string | null;
  readonly faults: readonly InputFault[];
  /** For people: what is to be done where the message does not end with it, and where a fault of moult's own was. */
  readonly advice: readonly string[];
}

export function errorAnswer(error: unknown, hints: ConnectionHints): ErrorAnswer {
  const way = wayFault(error, hints);
  if (way !== undefined) return { ...way, faults: [], advice: [`Next: ${way.next}`] };
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const {
    code = "",
    stack = "",
    faults = [],
  } = error as {
    readonly code?: string;
    readonly stack?: string;
    readonly faults?: readonly InputFault[];
  };
  if (OURS.has(name)) return { kind: name, message, next: nextIn(name, message), faults, advice: [] };
  const known = NEXT[name] ?? NEXT[code];
  if (known !== undefined) return { kind: code || name, message, next: known, faults: [], advice: [known] };
  const frames = stack.split("\n").filter((line) => /^\s+at /.test(line));
  return { kind: "Fault", message, next: null, faults: [], advice: [...linesOf(frames), FAULT] };
}

/** Those of ours that say of AWS, not of an input or of the ledger, may be about the way there. */
const OF_AWS = new Set(["AccessDenied", "ServiceUnavailable", "Rejected"]);

function wayFault(error: unknown, hints: ConnectionHints): ConnectionFault | undefined {
  const isElse = error instanceof Error && OURS.has(error.name) && !OF_AWS.has(error.name);
  return isElse ? undefined : connectionFault(error, hints);
}

/** Messages of ours end with what to do next; where that begins can be told of those of AWS, and of one line about an input. */
function nextIn(name: string, message: string): string | null {
  const [, next] = /\. Next: (.*)$/s.exec(message) ?? [];
  if (next !== undefined) return oneLine(next);
  if (name !== "InvalidInput" || message.includes("\n")) return null;
  const usage = /(?:\. |: did you mean .*\? )(See `.*`)\.$/.exec(message)?.[1];
  return usage ?? /: ([^:]+)$/.exec(message)?.[1] ?? null;
}
