import { stateMarks } from "../../../src/domain/explain/explanation.ts";
import type { FleetRow, FleetSize } from "../../../src/views/fleets/fleet-row.ts";
import type { AddCommand } from "../../cli.ts";
import { endHelp } from "../../command-help.ts";
import { type ExitCode, exitCodes } from "../../exit-codes.ts";
import type { Session } from "../../session/session.ts";
import type { Column } from "../../terminal/table/column.ts";

interface ListOptions {
  readonly servers?: boolean;
}

export const addFleetList: AddCommand = (parent, cli) => {
  const command = parent
    .command("list")
    .description(
      "the fleets that are declared: what each runs, and what it waits for; those first that need somebody",
    )
    .option("--servers", "ask AWS how many servers each has (the default where the ledger is a table)")
    .option("--no-servers", "do not")
    .action((options: ListOptions, self) => cli.run(self, (session) => printList(session, options)));
  endHelp(command, {
    examples: ["moult fleet list", "moult fleet list --servers", "moult fleet list --json"],
    exits: ["done", "error"],
  });
};

async function printList(session: Session, options: ListOptions): Promise<ExitCode> {
  const { readFleetList } = await import("../../../src/views/fleets/read-fleet-list.ts");
  const { shownTable } = await import("../../terminal/table/shown-table.ts");
  const { ledger, clock } = await session.plane(options.servers === true ? { aws: true } : {});
  const isAsked = options.servers ?? session.context()?.ledger.kind === "table";
  const list = await readFleetList(ledger, clock.now(), (groups) =>
    isAsked ? sizesOf(session, groups) : Promise.resolve(new Map()),
  );
  const { fleets, faults } = list;
  const { lines, hint } = shownTable(session, columnsFor(fleets), await rowsOf(fleets));
  session.answer("fleet-list", list, lines);
  session.say(hint);
  if (!isAsked && fleets.length > 0) session.say("SERVERS were not asked for: --servers asks AWS.");
  if (fleets.length === 0) session.say("No fleet is declared. Declare one with `moult fleet apply <file>`.");
  for (const { fleet, error } of faults) session.say(`${fleet}: ${error}`);
  return faults.length === 0 ? exitCodes.done : exitCodes.error;
}

/** The rest of the list is there without AWS. */
async function sizesOf(session: Session, groups: readonly string[]): Promise<ReadonlyMap<string, FleetSize>> {
  const { readSizes } = await import("../../../src/views/fleets/read-sizes.ts");
  try {
    return await readSizes(await session.plane(), groups);
  } catch (error) {
    session.say(`The servers cannot be read: ${(error as Error).message}`);
    return new Map();
  }
}

const columnsFor = (fleets: readonly FleetRow[]): Column[] => [
  { head: "FLEET", least: 12 },
  { head: "STATE", least: 12 },
  { head: "IMAGE", shown: "room" },
  { head: "GEN" },
  { head: "SERVERS" },
  { head: "WHY, AND WHAT ENDS IT", least: 24 },
  ...(fleets.some(({ attention }) => attention !== null) ? [{ head: "LOOK AT", least: 14 }] : []),
  { head: "DECLARED", shown: "whole" },
  { head: "BY", shown: "whole" },
];

async function rowsOf(fleets: readonly FleetRow[]): Promise<string[][]> {
  const { instant } = await import("../../terminal/instant.ts");
  const isLookedAt = fleets.some(({ attention }) => attention !== null);
  return fleets.map(({ attention, servers, ...row }) => [
    row.fleet,
    stateWords(row),
    row.image ?? "-",
    row.generation === null ? "-" : String(row.generation),
    servers === null ? "-" : `${servers.inService}/${servers.desired}`,
    row.explanation.sentence,
    ...(isLookedAt ? [attention === null ? "-" : `${attention.count}: ${attention.oldest}`] : []),
    instant(row.declaredAt),
    row.declaredBy,
  ]);
}

/** `‖ waits`, `▸ moving Bake` */
function stateWords({ explanation, phase }: Pick<FleetRow, "explanation" | "phase">): string {
  const { glyph, word } = stateMarks[explanation.state];
  return [glyph, word, ...(phase === null ? [] : [phase])].join(" ");
}
