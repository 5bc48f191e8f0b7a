import type { Command } from "commander";
import { type ExitName, exitCodes, exitMeanings } from "./exit-codes.ts";

/** Ends a command's help with examples and with the exit codes that it can give. */
export function endHelp(
  command: Command,
  end: { readonly examples: readonly string[]; readonly exits: readonly ExitName[] },
): Command {
  const examples = end.examples.map((example) => `  $ ${example}`).join("\n");
  const title = end.examples.length === 1 ? "Example" : "Examples";
  return command.addHelpText(
    "after",
    `\n${title}:\n${examples}\n\nExit codes:\n${exitCodeLines(end.exits).join("\n")}`,
  );
}

export const exitCodeLines = (names: readonly ExitName[]): string[] =>
  names.map((name) => `  ${String(exitCodes[name]).padEnd(4)} ${exitMeanings[name]}`);
