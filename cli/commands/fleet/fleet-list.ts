import type { AddCommand } from "../../cli.ts";
import { endHelp } from "../../command-help.ts";
import { type ExitCode, exitCodes } from "../../exit-codes.ts";
import type { Session } from "../../session/session.ts";

export const addFleetList: AddCommand = (parent, cli) => {
  const command = parent
    .command("list")
    .description("the fleets that are declared")
    .action((_options, self) => cli.run(self, list));
  endHelp(command, { examples: ["moult fleet list"], exits: ["done", "error"] });
};

async function list(session: Session): Promise<ExitCode> {
  const { listFleets } = await import("../../../src/ledger/fleets.ts");
  const { instant, table } = await import("../../terminal/table.ts");
  const { ledger } = await session.plane();
  const { fleets, faults } = await listFleets(ledger);
  const rows = fleets.map(({ fleet, declaredAt, declaredBy }) => ({
    fleet: fleet.fleet,
    declaredAt,
    declaredBy,
  }));
  const lines = rows.map((row) => [row.fleet, instant(row.declaredAt), row.declaredBy]);
  const text = rows.length === 0 ? "" : table([["FLEET", "DECLARED", "BY"], ...lines]);
  session.answer(
    { fleets: rows, faults: faults.map(({ fleet, error }) => ({ fleet, error: error.message })) },
    text,
  );
  if (rows.length === 0) session.say("No fleet is declared. Declare one with `moult fleet apply <file>`.");
  for (const { fleet, error } of faults) session.say(`${fleet}: ${error.message}`);
  return faults.length === 0 ? exitCodes.done : exitCodes.error;
}
