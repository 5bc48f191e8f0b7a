import type { AddCommand } from "../cli.ts";
import { endHelp } from "../command-help.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import type { Session } from "../session/session.ts";

export const addDoctor: AddCommand = (parent, cli) => {
  const command = parent
    .command("doctor")
    .description(
      "look at credentials, ledger, stack, rules, dead letters, trail and permissions; changes nothing. Exits with 1 if anything is wrong; what cannot be asked is unknown, and no fault",
    )
    .action((_options: object, self) => cli.run(self, doctor));
  endHelp(command, { examples: ["moult doctor", "moult doctor --json"], exits: ["done", "error"] });
};

const COLUMNS = [{ head: "" }, { head: "", least: 16 }, { head: "", least: 40 }];

async function doctor(session: Session): Promise<ExitCode> {
  const { shownTable } = await import("../terminal/table/shown-table.ts");
  const plane = await session.plane({ aws: true });
  const place = session.context();
  if (place === null) return exitCodes.error;
  const checks = await session.io.examine({ ...place, endpoint: session.settings.endpoint ?? null }, plane);
  const rows = checks.map(({ name, result, words }) => [result, name, words]);
  const { lines, hint } = shownTable(session, COLUMNS, rows);
  session.answer("doctor", { checks }, lines);
  session.say(hint);
  for (const { name, result, next } of checks) {
    if (next !== null && result !== "ok") session.say(`${name}: ${next}.`);
  }
  return checks.some(({ result }) => result === "wrong") ? exitCodes.error : exitCodes.done;
}
