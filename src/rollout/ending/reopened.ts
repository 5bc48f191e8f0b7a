import { fleetOf } from "../../domain/declaration/fleet-of.ts";
import { undoSeconds } from "../../domain/rollout-decisions/undo-limit.ts";
import type { RolloutRecord, Side } from "../../domain/run/rollout.ts";

interface Reopening {
  readonly keep: Side;
  readonly by: string;
  /** The execution that settles it. */
  readonly execution: string;
  readonly now: number;
}

/**
 * The record with which a rollout that needed a person goes on to the side that is kept: to blue as the rollback that it was,
 * to green as the rollout that it was before, whose proofs about blue are out of date.
 */
export function reopened(run: RolloutRecord, { keep, by, execution, now }: Reopening): RolloutRecord {
  const { undoing: _undoing, "traffic-reverted": _reverted, ...milestones } = run.milestones;
  const again = {
    ...run,
    execution,
    milestones,
    endedAt: null,
    outcome: null,
    outcomeReason: null,
    needsPerson: null,
    waiting: null,
    pause: null,
    promotion: null,
    timers: {},
    // What went before was measured when it ended.
    spent: { countedAt: now, phases: {}, gates: {} },
    settlement: { keep, by, at: now },
    deadlineAt: now + undoSeconds(fleetOf(run.declaration)) * 1000,
  };
  return keep === "blue" ? again : forward(again);
}

function forward(run: RolloutRecord): RolloutRecord {
  const { drained: _drained, handoff: _proved, ...milestones } = run.milestones;
  const { handoff: _asked, ...commands } = run.commands;
  const traffic = { step: 0, setPercent: 0, setAt: null, observedPercent: null, agreeingReads: 0 };
  return { ...run, milestones, commands, traffic, failure: null, abort: null };
}
