import type { Command } from "commander";
import type { ExitCode } from "./exit-codes.ts";
import type { Session } from "./session/session.ts";

/** What a command's file gets to hang itself on: runs the work in a session and keeps its exit code. */
export interface Cli {
  run(command: Command, work: (session: Session) => Promise<ExitCode>): Promise<void>;
}

/** Adds one command to the program, or to the group it belongs to. */
export type AddCommand = (parent: Command, cli: Cli) => void;
