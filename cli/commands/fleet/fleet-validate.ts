import type { AddCommand } from "../../cli.ts";
import { endHelp } from "../../command-help.ts";
import { type ExitCode, exitCodes } from "../../exit-codes.ts";
import type { Session } from "../../session/session.ts";

export const addFleetValidate: AddCommand = (parent, cli) => {
  const command = parent
    .command("validate")
    .description("check declarations; tells every fault with its line and column")
    .argument("<files...>", "YAML files, each of one fleet or more")
    .action((files: string[], _options, self) => cli.run(self, (session) => validate(session, files)));
  endHelp(command, { examples: ["moult fleet validate fleets/*.yml"], exits: ["done", "error"] });
};

async function validate(session: Session, files: readonly string[]): Promise<ExitCode> {
  const { readDeclarations } = await import("../../declarations/read-declarations.ts");
  const fleets = readDeclarations(files).map(({ file, fleet }) => ({ file, fleet: fleet.fleet }));
  session.answer({ fleets }, fleets.map(({ file, fleet }) => `${file}: fleet ${fleet} is good`).join("\n"));
  return exitCodes.done;
}
