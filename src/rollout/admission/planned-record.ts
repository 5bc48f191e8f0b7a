import type { Fleet, FleetDeclaration } from "../../domain/declaration/fleet.ts";
import type { Generation } from "../../domain/generation.ts";
import type { Cause } from "../../domain/run/cause.ts";
import type { RolloutRecord } from "../../domain/run/rollout.ts";

/** A rollout that has passed every check. */
export interface Planned {
  readonly fleet: Fleet;
  /** As it was written, and kept for as long as the rollout lasts. */
  readonly declaration: FleetDeclaration;
  readonly id: string;
  readonly cause: Cause;
  /** The generation that is replaced; null: green is the first. */
  readonly live: Generation | null;
  /** Green's number. */
  readonly number: number;
  readonly imageTo: string;
  readonly templateVersion: number;
  /** Servers that green must have. */
  readonly size: number;
}

/** Of blue: it is read when green is made from it. */
const NOTHING_FOLLOWED = { followed: null, notFollowed: [], schedule: null };

/** By people. */
const NOTHING_SAID = { settlement: null, pause: null, promotion: null };

/** The record that a rollout begins with. */
export function plannedRecord(planned: Planned, now: number): RolloutRecord {
  const { fleet, declaration, id, cause, live, number, imageTo, templateVersion, size } = planned;
  return {
    kind: "rollout",
    fleet: fleet.fleet,
    id,
    execution: id,
    phase: "Admit",
    cause,
    declaration,
    startedAt: now,
    phaseStartedAt: now,
    deadlineAt: now + fleet.deadlines.rollout * 1000,
    endedAt: null,
    imageFrom: live?.image ?? null,
    imageTo,
    blue: live?.number ?? null,
    green: number,
    templateVersion,
    size,
    traffic: { step: 0, setPercent: 0, setAt: null, observedPercent: null, agreeingReads: 0 },
    reversals: [],
    gates: [],
    commands: {},
    holds: [],
    ...NOTHING_FOLLOWED,
    waiting: null,
    leg: { number: 1, polls: 0 },
    needsPerson: null,
    ...NOTHING_SAID,
    abort: null,
    failure: null,
    milestones: {},
    timers: {},
    removals: {},
    spent: null,
    outcome: null,
    outcomeReason: null,
  };
}
