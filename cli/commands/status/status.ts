import type { FleetBoard } from "../../../src/views/board/fleet-board.ts";
import type { AddCommand } from "../../cli.ts";
import { endHelp } from "../../command-help.ts";
import { type ExitCode, exitCodes } from "../../exit-codes.ts";
import type { Session } from "../../session/session.ts";

interface StatusOptions {
  readonly watch?: boolean;
  readonly all?: boolean;
}

export const addStatus: AddCommand = (parent, cli) => {
  const command = parent
    .command("status")
    .description("how every fleet stands, those first that need somebody; with a name all of one fleet")
    .argument("[fleet]")
    .option("--watch", "go on showing it; of one fleet, until its rollout has ended")
    .option("--all", "list steady fleets as well, not only their number")
    .action((fleet: string | undefined, options: StatusOptions, self) =>
      cli.run(self, (session) => status(session, fleet, options)),
    );
  endHelp(command, {
    examples: ["moult status", "moult status web", "moult status --watch", "moult status --json"],
    exits: ["done", "error", "rolledBack", "refused", "timedOut", "detached"],
  });
};

async function status(
  session: Session,
  fleet: string | undefined,
  { watch = false, all = false }: StatusOptions,
): Promise<ExitCode> {
  if (fleet !== undefined) {
    const { showFleet } = await import("../rollout/show-fleet.ts");
    return showFleet(session, fleet, watch);
  }
  const { fleetBoard } = await import("../../../src/views/board/fleet-board.ts");
  if (watch) {
    const { watchBoard } = await import("../../watch/watch-board.ts");
    return watchBoard(session, all);
  }
  const { ledger, clock } = await session.plane();
  const board = await fleetBoard(ledger, { now: clock.now() });
  session.answer("status", board, { frame: await linesOf(session, listed(board, all)) });
  sayLeft(session, board, all);
  return exitCodes.done;
}

/** Steady fleets are counted, not listed, until somebody asks for them. */
const listed = (board: FleetBoard, all: boolean): FleetBoard =>
  all ? board : { ...board, fleets: board.fleets.filter(({ state }) => state !== "steady") };

async function linesOf(session: Session, board: FleetBoard): Promise<string[]> {
  const { boardLines } = await import("../../view/board/board-lines.ts");
  const { stdout, environment } = session.io;
  const size = { width: stdout.width, colour: stdout.isTerminal && !environment.noColour };
  const { counters, rows } = boardLines(board, size);
  return [...counters, ...rows.flat()];
}

function sayLeft(session: Session, { fleets, counts }: FleetBoard, all: boolean): void {
  if (fleets.length === 0) session.say("No fleet is declared. Declare one with `moult fleet apply <file>`.");
  else if (!all && counts.steady !== undefined)
    session.say("Steady fleets are counted, not listed: --all lists them, `moult status <fleet>` shows one.");
}
