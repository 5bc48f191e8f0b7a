import { type ApprovalAsk, approvalStanding } from "../../domain/approval/approval-ask.ts";
import type { ExplainedState } from "../../domain/explain/explanation.ts";
import { readApprovals } from "../../ledger/asked/approvals.ts";
import { type Freeze, freezeOf } from "../../ledger/freezes.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { settleBounded } from "../../rollout/convergence/settle-bounded.ts";
import type { BoardReading } from "../board/fleet-board.ts";

/** What holds one fleet back, and only a person or its end lets go of. */
interface HeldFleet {
  readonly fleet: string;
  /** The one of this fleet alone. */
  readonly freeze: Freeze | null;
  /** What waits for a person's yes. */
  readonly approvals: readonly ApprovalAsk[];
}

/** Nothing holds these, by what is written of them. */
const FREE: ReadonlySet<ExplainedState> = new Set([
  "moving",
  "baking",
  "rolling-back",
  "due",
  "steady",
  "done",
]);
const FLEETS_AT_ONCE = 25;
/** A freeze may stand that no summary shows: under that of every fleet, or where its writer died before the summary. */
const KNOWN_MS = 60_000;

interface Known extends HeldFleet {
  /** Of the summary that it was read beside. */
  readonly at: number;
  readonly readAt: number;
}

/**
 * For who looks again and again: reads those fleets that something may hold, by their summaries, and one of them again when its summary
 * is another, or after a minute. What cannot be read is left out.
 */
export function heldFleets(
  ledger: Ledger,
): (written: BoardReading["written"], now: number) => Promise<readonly HeldFleet[]> {
  let known = new Map<string, Known>();
  return async (written, now) => {
    const candidates = [...written].flatMap(([fleet, summary]) =>
      summary !== undefined && FREE.has(summary.state) ? [] : [{ fleet, at: summary?.at ?? 0 }],
    );
    const read = await settleBounded(candidates, FLEETS_AT_ONCE, async ({ fleet, at }) => {
      const before = known.get(fleet);
      if (before !== undefined && before.at === at && now - before.readAt < KNOWN_MS) return before;
      const [freeze, approvals] = await Promise.all([
        freezeOf(ledger, fleet, now),
        readApprovals(ledger, fleet),
      ]);
      return { fleet, freeze: freeze ?? null, approvals, at, readAt: now };
    });
    const found = read.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
    known = new Map(found.map((each) => [each.fleet, each]));
    return found.map((each) => asOf(each, now));
  };
}

/** What was read may have ended since. */
const asOf = ({ fleet, freeze, approvals }: HeldFleet, now: number): HeldFleet => ({
  fleet,
  freeze: freeze !== null && now < (freeze.until ?? Number.POSITIVE_INFINITY) ? freeze : null,
  approvals: approvals.filter((ask) => approvalStanding(ask, now) === "waiting"),
});
