import type { ExplainedState } from "../../domain/explain/explanation.ts";
import { type BoardRow, boardRow, byNeed, unknownRow } from "../../domain/explain/board-row.ts";
import type { FleetSummary } from "../../domain/explain/fleet-summary.ts";
import { listSummaries } from "../../ledger/board/summaries.ts";
import { listFleetNames } from "../../ledger/fleets.ts";
import { type ActiveFreeze, freezeOf } from "../../ledger/freezes.ts";
import type { Ledger } from "../../ledger/ledger.ts";

/** All fleets at a glance. */
export interface FleetBoard {
  /** When it was read, milliseconds since 1970. */
  readonly at: number;
  /** How many fleets are in each state; of those that are left out, too. */
  readonly counts: Readonly<Partial<Record<ExplainedState, number>>>;
  /** Those first that need somebody most. */
  readonly fleets: readonly BoardRow[];
}

interface Asked {
  readonly now: number;
  /**
   * Only fleets of which something was written since that instant, and those that time or the account's freeze changes; the counts are
   * of all.
   */
  readonly since?: number;
}

/** The board, and what it was made of. */
export interface BoardReading {
  readonly board: FleetBoard;
  /** The freeze of every fleet; null: there is none. */
  readonly freeze: ActiveFreeze | null;
  /** What is written of each declared fleet, and by its name alone where nothing is. */
  readonly written: ReadonlyMap<string, FleetSummary | undefined>;
}

/** Reads the board once: two queries and one read, however many fleets there are (a query takes a page a megabyte: 1,600 fleets). */
export const fleetBoard = async (ledger: Ledger, asked: Asked): Promise<FleetBoard> =>
  (await boardReader(ledger)(asked)).board;

/** Declarations are larger than summaries, and change less: a fleet that comes or goes is seen by its summary. */
const NAMES_MS = 60_000;

/**
 * For who looks again and again: a look is one query and one read. Which fleets are declared is read with the first, after a minute, and
 * when there are summaries of others than before.
 */
export function boardReader(ledger: Ledger): (asked: Asked) => Promise<BoardReading> {
  let known = { names: [] as readonly string[], summarized: "", readAt: Number.NEGATIVE_INFINITY };
  return async ({ now, since }) => {
    const [summaries, freeze, names] = await Promise.all([
      listSummaries(ledger),
      freezeOf(ledger, null, now),
      now - known.readAt < NAMES_MS ? null : listFleetNames(ledger),
    ]);
    const summarized = JSON.stringify([...summaries.keys()]);
    if (names !== null) known = { names, summarized, readAt: now };
    else if (summarized !== known.summarized)
      known = { names: await listFleetNames(ledger), summarized, readAt: now };
    const written = new Map(known.names.map((fleet) => [fleet, summaries.get(fleet)]));
    return { board: boardOf({ written, freeze, since }, now), freeze: freeze ?? null, written };
  };
}

function boardOf(
  {
    written,
    freeze,
    since,
  }: Pick<BoardReading, "written"> & {
    readonly freeze: ActiveFreeze | undefined;
    readonly since: number | undefined;
  },
  now: number,
): FleetBoard {
  const rows = [...written].map(([fleet, summary]) =>
    summary === undefined ? unknownRow(fleet, now) : boardRow(summary, freeze ?? null, now),
  );
  const counts: Partial<Record<ExplainedState, number>> = {};
  for (const { state } of rows) counts[state] = (counts[state] ?? 0) + 1;
  const isNews = (row: BoardRow): boolean =>
    since === undefined || row.at > since || row.isLate || row.state !== written.get(row.fleet)?.state;
  return { at: now, counts, fleets: rows.filter(isNews).toSorted(byNeed) };
}
