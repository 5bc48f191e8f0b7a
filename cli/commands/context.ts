import type { AddCommand } from "../cli.ts";
import { endHelp } from "../command-help.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import type { Session } from "../session/session.ts";

export const addContext: AddCommand = (parent, cli) => {
  const command = parent
    .command("context")
    .description(
      "where commands act: account, Region, ledger, engine; an error where AWS does not say the account",
    )
    .action((_options: object, self) => cli.run(self, context));
  endHelp(command, { examples: ["moult context", "moult context --json"], exits: ["done", "error"] });
};

async function context(session: Session): Promise<ExitCode> {
  const { shownTable } = await import("../terminal/table/shown-table.ts");
  await session.plane({ aws: true });
  const found = session.context();
  if (found === null) return exitCodes.error;
  const { account, accountReason, region, ledger, engine, stateMachine, operate, endpoint } = found;
  const rows = [
    ["account", account ?? `unknown: ${accountReason}`],
    ["region", region],
    ["ledger", `${ledger.kind} ${ledger.name}`],
    ["engine", engine],
    ["state machine", stateMachine ?? "-"],
    ["acts", operate ?? "this process, by your own permissions on the ledger"],
    ["endpoint", endpoint ?? "AWS"],
  ];
  session.answer("context", {}, shownTable(session, [{ head: "" }, { head: "", least: 40 }], rows).lines);
  return account === null ? exitCodes.error : exitCodes.done;
}
