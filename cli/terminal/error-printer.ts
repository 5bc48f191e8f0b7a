import { styleText } from "node:util";
import { linesOf } from "../../src/errors/one-line.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import { schemaName } from "../json/answer-kind.ts";
import type { AnswerContext } from "../session/context.ts";
import { type ErrorAnswer, errorAnswer } from "./error-answer.ts";
import type { Io } from "./io.ts";
import { jsonLine } from "./json-line.ts";

/** How an error is told. */
interface Telling {
  /** Also as one line of JSON on stdout. */
  readonly json: boolean;
  readonly context: AnswerContext | null;
}

/** Prints what went wrong and what to try next; answers the exit code. The only place that prints errors. */
export function printError(error: unknown, io: Io, { json, context }: Telling): ExitCode {
  const answer = errorAnswer(error, { profile: io.environment.profile, region: context?.region ?? null });
  if (json) {
    const { advice: _, ...told } = answer;
    io.stdout.write(`${jsonLine({ schema: schemaName("error"), error: told, context })}\n`);
  }
  const colour = io.stderr.isTerminal && !io.environment.noColour;
  const head = colour ? styleText("red", "moult:", { validateStream: false }) : "moult:";
  io.stderr.write(`${head} ${[...linesFor(answer), ...answer.advice].join("\n")}\n`);
  return answer.kind === "Frozen" ? exitCodes.refused : exitCodes.error;
}

/** The one that is made of lists has lines that are moult's own; those of anybody else's message are not. */
const linesFor = ({ kind, message }: ErrorAnswer): string[] =>
  linesOf(kind === "InvalidInput" ? message.split("\n") : message);
