import type { AddCommand } from "../../cli.ts";
import { endHelp } from "../../command-help.ts";
import { type ExitCode, exitCodes } from "../../exit-codes.ts";
import type { Session } from "../../session/session.ts";
import type { Column } from "../../terminal/table/column.ts";

export const addQuarantineList: AddCommand = (parent, cli) => {
  const command = parent
    .command("list")
    .description("the images that no fleet, or one of them, may launch, and why")
    .action((_options, self) => cli.run(self, list));
  endHelp(command, { examples: ["moult quarantine list"], exits: ["done", "error"] });
};

const COLUMNS: readonly Column[] = [
  { head: "IMAGE" },
  { head: "FOR", least: 11 },
  { head: "SINCE", shown: "room" },
  { head: "FOUND BY", shown: "whole" },
  { head: "ROLLOUT", shown: "whole" },
  { head: "REASON", least: 30 },
];

async function list(session: Session): Promise<ExitCode> {
  const { quarantineRows } = await import("../../../src/views/quarantine/quarantine-rows.ts");
  const { readQuarantine } = await import("../../../src/views/quarantine/read-quarantine.ts");
  const { instant } = await import("../../terminal/instant.ts");
  const { shownTable } = await import("../../terminal/table/shown-table.ts");
  const { ledger } = await session.plane();
  const images = await readQuarantine(ledger);
  const rows = quarantineRows(images).map(({ imageId, reach, at, fleet, rollout, reason }) => [
    imageId,
    reach ?? "every fleet",
    instant(at),
    fleet ?? "-",
    rollout ?? "-",
    reason,
  ]);
  const { lines, hint } = shownTable(session, COLUMNS, rows);
  session.answer("quarantine-list", { images }, lines);
  session.say(hint);
  if (rows.length === 0) session.say("No image is in quarantine.");
  return exitCodes.done;
}
