import type { AddCommand } from "../../cli.ts";
import { endHelp } from "../../command-help.ts";
import { type ExitCode, exitCodes } from "../../exit-codes.ts";
import type { Session } from "../../session/session.ts";

export const addQuarantineList: AddCommand = (parent, cli) => {
  const command = parent
    .command("list")
    .description("the images that no fleet, or one of them, may launch, and why")
    .action((_options, self) => cli.run(self, list));
  endHelp(command, { examples: ["moult quarantine list"], exits: ["done", "error"] });
};

async function list(session: Session): Promise<ExitCode> {
  const { quarantineRows } = await import("../../../src/views/quarantine/quarantine-rows.ts");
  const { readQuarantine } = await import("../../../src/views/quarantine/read-quarantine.ts");
  const { instant, table } = await import("../../terminal/table.ts");
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
  const text =
    rows.length === 0 ? "" : table([["IMAGE", "FOR", "SINCE", "FOUND BY", "ROLLOUT", "REASON"], ...rows]);
  session.answer("quarantine-list", { images }, text);
  if (rows.length === 0) session.say("No image is in quarantine.");
  return exitCodes.done;
}
