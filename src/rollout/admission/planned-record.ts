import type { Fleet } from "../../domain/declaration/fleet.ts";
import type { Generation } from "../../domain/generation.ts";
import type { ReplacementRequest, RolloutRecord } from "../../domain/run/rollout.ts";

/** A rollout that has passed every check. */
export interface Planned {
  readonly fleet: Fleet;
  readonly id: string;
  readonly request: ReplacementRequest;
  /** The generation that is replaced; null: green is the first. */
  readonly live: Generation | null;
  /** Green's number. */
  readonly number: number;
  readonly imageTo: string;
  readonly templateVersion: number;
  /** Servers that green must have. */
  readonly size: number;
}

/** The record that a rollout begins with. */
export function plannedRecord(planned: Planned, now: number): RolloutRecord {
  const { fleet, id, request, live, number, imageTo, templateVersion, size } = planned;
  return {
    fleet: fleet.fleet,
    id,
    execution: id,
    phase: "Admit",
    request,
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
    gates: [],
    commands: {},
    holds: [],
    waiting: null,
    abort: null,
    failure: null,
    marks: {},
    outcome: null,
    outcomeReason: null,
  };
}
