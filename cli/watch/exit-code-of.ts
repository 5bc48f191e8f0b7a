import type { Ending } from "../../src/views/rollout/rollout-ending.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";

const CODES: Readonly<Record<Ending["outcome"], ExitCode>> = {
  succeeded: exitCodes.done,
  "nothing-to-do": exitCodes.done,
  "rolled-back": exitCodes.rolledBack,
  superseded: exitCodes.rolledBack,
  "needs-person": exitCodes.rolledBack,
  retained: exitCodes.rolledBack,
  refused: exitCodes.refused,
  rejected: exitCodes.refused,
};

/** The exit code of a command that saw a rollout end so; `needsYes`: what is due then waits for a person's approval. */
export const exitCodeOf = ({ outcome }: Ending, needsYes = false): ExitCode =>
  outcome === "nothing-to-do" && needsYes ? exitCodes.awaitingApproval : CODES[outcome];
