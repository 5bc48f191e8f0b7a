import type { Entry } from "../../src/ledger/entries.ts";
import type { AddCommand } from "../cli.ts";
import { endHelp } from "../command-help.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import type { Session } from "../session/session.ts";
import type { Column } from "../terminal/table/column.ts";

interface HistoryOptions {
  readonly rollout?: string;
  readonly limit: string;
}

export const addHistory: AddCommand = (parent, cli) => {
  const command = parent
    .command("history")
    .description("what was decided, called and seen, with reasons; the newest last")
    .argument("<fleet>")
    .option("--rollout <id>", "only the entries of this rollout")
    .option("--limit <number>", "at most this many, the newest", "50")
    .action((fleet: string, options: HistoryOptions, self) =>
      cli.run(self, (session) => history(session, fleet, options)),
    );
  endHelp(command, {
    examples: ["moult history web --limit 20", "moult history web --rollout <id> --wide | grep Modify"],
    exits: ["done", "error"],
  });
};

async function history(session: Session, fleet: string, options: HistoryOptions): Promise<ExitCode> {
  const { InvalidInput } = await import("../../src/errors/errors.ts");
  const { readHistory } = await import("../../src/views/history/read-history.ts");
  if (!/^[1-9]\d{0,5}$/.test(options.limit)) {
    throw new InvalidInput(
      `--limit ${options.limit} is not a whole number from 1 to 999999: give one such as 20`,
    );
  }
  const { ledger } = await session.plane();
  const { limit, rollout } = options;
  const entries = await readHistory(ledger, { fleet, rollout, limit: Number(limit) });
  const { lines, hint } = await tableOf(session, entries);
  session.answer("history", { fleet, entries }, lines);
  session.say(hint);
  if (entries.length === 0)
    session.say(`Nothing is recorded of ${fleet}${rollout === undefined ? "" : ` and rollout ${rollout}`}.`);
  return exitCodes.done;
}

const COLUMNS: readonly Column[] = [
  { head: "TIME" },
  { head: "ROLLOUT", shown: "whole" },
  { head: "PHASE" },
  { head: "KIND", shown: "whole" },
  { head: "ACTION", least: 16 },
  { head: "BY", shown: "whole" },
  { head: "REASON", least: 24 },
];

async function tableOf(session: Session, entries: readonly Entry[]) {
  const { historyRows } = await import("../../src/views/history/history-rows.ts");
  const { instant } = await import("../terminal/instant.ts");
  const { shownTable } = await import("../terminal/table/shown-table.ts");
  const rows = historyRows(entries).map(({ at, rollout, phase, kind, action, by, reason }) => [
    instant(at),
    rollout ?? "-",
    phase ?? "-",
    kind,
    action,
    by,
    reason,
  ]);
  return shownTable(session, COLUMNS, rows);
}
