import { boardReader, type FleetBoard } from "../../src/views/board/fleet-board.ts";
import { type ExitCode, exitCodes } from "../exit-codes.ts";
import type { Session } from "../session/session.ts";
import { isLive } from "../session/output.ts";
import { boardLines } from "../view/board/board-lines.ts";
import { createPainter } from "../view/painter.ts";

const POLL_MS = 2000;

/** Shows the board until the person leaves: painted in its place, as lines of what has changed, or as lines of JSON. */
export async function watchBoard(session: Session, all: boolean): Promise<ExitCode> {
  const { ledger, clock } = await session.plane();
  session.whenLeft("Nothing depends on this view.");
  const output = await outputOf(session, all);
  const read = boardReader(ledger);
  try {
    while (!session.left.aborted) {
      output.show((await read({ now: clock.now() })).board);
      await clock.sleep(POLL_MS, session.left);
    }
  } finally {
    output.end();
  }
  return exitCodes.detached;
}

interface BoardOutput {
  show(board: FleetBoard): void;
  end(): void;
}

async function outputOf(session: Session, all: boolean): Promise<BoardOutput> {
  if (session.settings.json) return jsonOutput(session);
  if (!isLive(session)) return lineOutput(session);
  await session.holdTerminal();
  return liveOutput(session, all);
}

function jsonOutput(session: Session): BoardOutput {
  let last = "";
  return {
    show(board) {
      const text = JSON.stringify([board.counts, board.fleets]);
      if (text !== last) session.stream(board, "status");
      last = text;
    },
    end: () => undefined,
  };
}

/** A line for each fleet that says something else than before; at first those that are not steady. */
function lineOutput(session: Session): BoardOutput {
  const printed = new Map<string, string>();
  return {
    show({ at, fleets }) {
      const isFirst = printed.size === 0;
      for (const row of fleets) {
        const { fleet, state, gist } = row;
        const text = `${state} ${gist}`;
        const isNews = printed.get(fleet) !== text && !(isFirst && state === "steady");
        printed.set(fleet, text);
        if (!isNews) continue;
        const time = new Date(at).toISOString().slice(11, 19);
        const { rows } = boardLines({ at, counts: {}, fleets: [row] }, { width: 10_000, colour: false });
        session.answer("status", row, { frame: rows.flat().map((line) => `${time}  ${line}`) });
      }
    },
    end: () => undefined,
  };
}

/** What needs somebody most stands on top; of what has no room it is said how many that are. */
function liveOutput({ io: { stdout, environment } }: Session, all: boolean): BoardOutput {
  const painter = createPainter(stdout);
  return {
    show(board) {
      const fleets = all ? board.fleets : board.fleets.filter(({ state }) => state !== "steady");
      const size = { width: stdout.width, colour: !environment.noColour };
      const { counters, rows } = boardLines({ ...board, fleets }, size);
      let room = stdout.height - 2 - counters.length;
      const shown: string[] = [];
      let left = rows.length;
      for (const lines of rows) {
        if (lines.length > room) break;
        room -= lines.length;
        left -= 1;
        shown.push(...lines);
      }
      painter.paint([
        ...counters,
        ...shown,
        ...(left === 0 ? [] : [`and ${left} more: moult status lists them`]),
      ]);
    },
    end: () => painter.end(),
  };
}
