import type { Fleet } from "../../../src/domain/declaration/fleet.ts";
import type { AddCommand } from "../../cli.ts";
import { endHelp } from "../../command-help.ts";
import { type ExitCode, exitCodes } from "../../exit-codes.ts";
import type { Session } from "../../session/session.ts";
import { preflight, warningsText } from "./preflight.ts";

export const addFleetValidate: AddCommand = (parent, cli) => {
  const command = parent
    .command("validate")
    .description("check declarations; tells every fault with its line and column")
    .argument("<files...>", "YAML files, each of one fleet or more")
    .option("--against-account", "also ask AWS whether what they name is there, fits, and is nobody else's")
    .action((files: string[], options: { againstAccount?: boolean }, self) =>
      cli.run(self, (session) => validate(session, files, options.againstAccount ?? false)),
    );
  const examples = [
    "moult fleet validate fleets/*.yml",
    "moult fleet validate fleets/web.yml --against-account",
  ];
  endHelp(command, { examples, exits: ["done", "error"] });
};

async function validate(
  session: Session,
  files: readonly string[],
  isAgainstAccount: boolean,
): Promise<ExitCode> {
  const { readDeclarations } = await import("../../declarations/read-declarations.ts");
  const parsed = readDeclarations(files);
  const warnings = isAgainstAccount ? await preflight(session, parsed) : [];
  const fleets = parsed.map(({ file, fleet }) => ({ file, fleet: fleet.fleet }));
  session.answer(
    "fleet-validate",
    { fleets, warnings },
    parsed.map(({ file, fleet }) => `${file}: fleet ${fleet.fleet} is good${fromRecycleOn(fleet)}`),
  );
  session.say(warningsText(warnings));
  return exitCodes.done;
}

/** What is declared and binds nothing is said wherever a declaration is looked at. */
const fromRecycleOn = ({ budget, recycle }: Pick<Fleet, "budget" | "recycle">): string =>
  budget?.atOnce === undefined || recycle?.by === "servers"
    ? ""
    : "; budget.atOnce binds nothing without recycle";
