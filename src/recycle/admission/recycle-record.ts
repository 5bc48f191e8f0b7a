import type { Fleet, FleetDeclaration } from "../../domain/declaration/fleet.ts";
import type { Generation } from "../../domain/generation.ts";
import type { DueServer } from "../../domain/recycle/due-servers.ts";
import type { LeftOut } from "../../domain/recycle/left-out.ts";
import type { Cause } from "../../domain/run/cause.ts";
import { NOTHING_HELD, type RecycleRecord } from "../../domain/run/recycle.ts";

/** A recycle that has passed every check. */
export interface PlannedRecycle {
  readonly fleet: Fleet;
  /** As it was written, and kept for as long as the recycle lasts. */
  readonly declaration: FleetDeclaration;
  readonly id: string;
  readonly cause: Cause;
  readonly live: Generation;
  readonly queue: readonly DueServer[];
  readonly left: readonly LeftOut[];
  readonly atOnce: number;
}

/** The record that a recycle begins with. */
export function recycleRecordOf(planned: PlannedRecycle, now: number): RecycleRecord {
  const { fleet, declaration, id, cause, live, queue, left, atOnce } = planned;
  return {
    kind: "recycle",
    fleet: fleet.fleet,
    id,
    execution: id,
    phase: "AdmitRecycle",
    cause,
    declaration,
    startedAt: now,
    phaseStartedAt: now,
    // Each batch has as long as a rollout has.
    deadlineAt: now + fleet.deadlines.rollout * 1000,
    endedAt: null,
    waiting: null,
    leg: { number: 1, polls: 0 },
    abort: null,
    failure: null,
    milestones: {},
    outcome: null,
    outcomeReason: null,
    generation: live.number,
    group: live.group,
    image: live.image,
    templateVersion: live.template.baseVersion,
    queue: [...queue],
    atOnce,
    batch: null,
    replaced: [],
    left: [...left],
    stranded: null,
    holds: NOTHING_HELD,
    gates: [],
    commands: {},
    pause: null,
  };
}
