import type { AddCommand } from "../../cli.ts";
import { endHelp } from "../../command-help.ts";
import { type ExitCode, exitCodes } from "../../exit-codes.ts";
import type { Session } from "../../session/session.ts";

export const addFleetList: AddCommand = (parent, cli) => {
  const command = parent
    .command("list")
    .description("the fleets that are declared")
    .action((_options, self) => cli.run(self, printList));
  endHelp(command, { examples: ["moult fleet list"], exits: ["done", "error"] });
};

const HEADER = ["FLEET", "DECLARED", "BY"];

async function printList(session: Session): Promise<ExitCode> {
  const { readFleetList } = await import("../../../src/views/fleets/read-fleet-list.ts");
  const { instant, table } = await import("../../terminal/table.ts");
  const { ledger } = await session.plane();
  const list = await readFleetList(ledger);
  const { fleets, faults } = list;
  const rows = fleets.map(({ fleet, declaredAt, declaredBy, attention }) => [
    fleet,
    instant(declaredAt),
    declaredBy,
    ...(attention === null ? [] : [`${attention.count}: ${attention.oldest}`]),
  ]);
  session.answer(
    "fleet-list",
    list,
    rows.length === 0
      ? ""
      : table([
          [...HEADER, ...(rows.some(({ length }) => length > HEADER.length) ? ["LOOK AT"] : [])],
          ...rows,
        ]),
  );
  if (rows.length === 0) session.say("No fleet is declared. Declare one with `moult fleet apply <file>`.");
  for (const { fleet, error } of faults) session.say(`${fleet}: ${error}`);
  return faults.length === 0 ? exitCodes.done : exitCodes.error;
}
