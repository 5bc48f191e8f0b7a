import type { Lines } from "../../src/errors/one-line.ts";
import type { Entry } from "../../src/ledger/entries.ts";
import type { AddCommand } from "../cli.ts";
import { endHelp } from "../command-help.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import type { Session } from "../session/session.ts";

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
  endHelp(command, { examples: ["moult history web --limit 20"], exits: ["done", "error"] });
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
  session.answer("history", { fleet, entries }, await textOf(entries));
  if (entries.length === 0)
    session.say(`Nothing is recorded of ${fleet}${rollout === undefined ? "" : ` and rollout ${rollout}`}.`);
  return exitCodes.done;
}

async function textOf(entries: readonly Entry[]): Promise<Lines> {
  if (entries.length === 0) return "";
  const { historyRows } = await import("../../src/views/history/history-rows.ts");
  const { instant, table } = await import("../terminal/table.ts");
  const rows = historyRows(entries).map(({ at, rollout, phase, kind, action, by, reason }) => [
    instant(at),
    rollout ?? "-",
    phase ?? "-",
    kind,
    action ?? "-",
    by,
    reason,
  ]);
  return table([["TIME", "ROLLOUT", "PHASE", "KIND", "ACTION", "BY", "REASON"], ...rows]);
}
