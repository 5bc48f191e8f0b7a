import type { ApprovalAsk } from "../../src/domain/approval/approval-ask.ts";
import { askId } from "../../src/domain/approval/ask-id.ts";
import type { RecycleRecord } from "../../src/domain/run/recycle.ts";
import type { RolloutRecord } from "../../src/domain/run/rollout.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { approvalsWaiting } from "../../src/views/brakes/read-approvals.ts";
import { freezeScopes } from "../../src/views/brakes/read-freezes.ts";
import type { FleetView } from "../../src/views/fleet/fleet-view.ts";
import { readFleetView } from "../../src/views/fleet/read-fleet-view.ts";
import { pastRecycles, pastRollouts } from "../../src/views/rollout/read-rollouts.ts";

/** All that decides what a person may do to a fleet, and what that does. */
export interface Facts {
  readonly fleet: string;
  readonly now: number;
  /** Every rollout there was, the newest first. */
  readonly past: readonly RolloutRecord[];
  readonly open: RolloutRecord | undefined;
  /** Every replacement of servers in place, the newest first, and the open one. */
  readonly recycles: readonly RecycleRecord[];
  readonly openRecycle: RecycleRecord | undefined;
  /** The last run that ended with a person to decide; undefined: none. */
  readonly unsettled: RolloutRecord | undefined;
  readonly view: FleetView;
  readonly approval: ApprovalAsk | undefined;
  /** What waits for an answer where that is not what was named. */
  readonly otherApproval: ApprovalAsk | undefined;
  /** The freeze of this fleet alone, and the one of every fleet. */
  readonly frozen: Awaited<ReturnType<typeof freezeScopes>>;
}

interface Asked {
  readonly fleet: string;
  readonly now: number;
  /** The run that the view is of; not there: the newest rollout. */
  readonly id?: string;
  /** The ask that is named; null, or not there: the first that waits. */
  readonly ask?: string | null;
}

/** Reads them from the ledger. */
export async function readFacts(ledger: Ledger, { fleet, now, id, ask = null }: Asked): Promise<Facts> {
  const [past, recycles] = await Promise.all([pastRollouts(ledger, fleet), pastRecycles(ledger, fleet)]);
  const [view, approvals, frozen] = await Promise.all([
    readFleetView(ledger, { fleet, id: id ?? past[0]?.id, now }),
    approvalsWaiting(ledger, fleet, now),
    freezeScopes(ledger, fleet, now),
  ]);
  const approval = approvals.find((each) => ask === null || askId(each) === ask);
  return {
    fleet,
    now,
    past,
    open: past.find(({ endedAt }) => endedAt === null),
    recycles,
    openRecycle: recycles.find(({ endedAt }) => endedAt === null),
    unsettled: past.find(({ outcome }) => outcome === "needs-person"),
    view,
    approval,
    otherApproval: approval === undefined ? approvals[0] : undefined,
    frozen,
  };
}
