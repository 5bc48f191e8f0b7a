import { styleText } from "node:util";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { linesOf } from "../../src/errors/one-line.ts";
import type { Io } from "./io.ts";

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
  CredentialsProviderError: "Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
  ECONNREFUSED: "Check that something listens at the endpoint (--endpoint, AWS_ENDPOINT_URL).",
  ENOENT: "Check the path.",
  EACCES: "Check the permissions of the file or folder.",
  EISDIR: "Name a file, not a folder.",
};

/** Prints what went wrong and what to try next; answers the exit code. The only place that prints errors. */
export function printError(error: unknown, io: Io): ExitCode {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const colour = io.stderr.isTerminal && !io.environment.noColour;
  const head = colour ? styleText("red", "moult:", { validateStream: false }) : "moult:";
  const isOurs = OURS.has(name);
  // The one that is made of lists; its lines are moult's own, those of anybody else's message are not.
  const lines = linesOf(name === "InvalidInput" ? message.split("\n") : message);
  io.stderr.write(`${head} ${[...lines, ...(isOurs ? [] : nextTry(error))].join("\n")}\n`);
  return name === "Frozen" ? exitCodes.refused : exitCodes.error;
}

function nextTry(error: unknown): string[] {
  const { name = "", code = "", stack = "" } = error as { name?: string; code?: string; stack?: string };
  const known = NEXT[name] ?? NEXT[code];
  if (known !== undefined) return [known];
  const frames = stack.split("\n").filter((line) => /^\s+at /.test(line));
  return [...linesOf(frames), "This is a fault of moult itself. Please report it with the lines above."];
}
