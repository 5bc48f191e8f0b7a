import type { AddCommand } from "../cli.ts";
import { exitCodeLines } from "../command-help.ts";
import { type ExitName, exitCodes } from "../exit-codes.ts";

/** `moult help exit-codes` shows it too. */
export const addExitCodes: AddCommand = (parent, cli) => {
  const names = Object.keys(exitCodes) as ExitName[];
  parent
    .command("exit-codes")
    .description("what each exit code says")
    .addHelpText("after", `\nExit codes:\n${exitCodeLines(names).join("\n")}`)
    .action((_options, self) =>
      cli.run(self, async (session) => {
        session.answer("exit-codes", exitCodes, exitCodeLines(names));
        return exitCodes.done;
      }),
    );
};
