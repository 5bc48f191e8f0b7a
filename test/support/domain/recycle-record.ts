import { NOTHING_HELD, type RecycleRecord } from "../../../src/domain/run/recycle.ts";
import { rollout } from "../cli/records.ts";

/** A recycle of three servers of generation 6, that was admitted at 0. */
export function recycleRecord(special: Partial<RecycleRecord> = {}): RecycleRecord {
  const { cause, leg, declaration } = rollout({});
  return {
    kind: "recycle",
    fleet: "web",
    id: "web-recycle-1",
    execution: "web-recycle-1",
    phase: "AdmitRecycle",
    cause: { ...cause, reason: "drift", serves: ["tags of 3 servers drifted"] },
    declaration,
    startedAt: 0,
    phaseStartedAt: 0,
    deadlineAt: 3_600_000,
    endedAt: null,
    waiting: null,
    leg,
    abort: null,
    failure: null,
    milestones: {},
    outcome: null,
    outcomeReason: null,
    generation: 6,
    group: "web",
    image: "ami-1",
    templateVersion: 5,
    queue: ["i-1", "i-2", "i-3"].map((id) => ({ id, reason: "drift", dueAt: 1 })),
    atOnce: 1,
    batch: null,
    replaced: [],
    left: [],
    stranded: null,
    holds: NOTHING_HELD,
    gates: [],
    commands: {},
    pause: null,
    ...special,
  };
}

export const STRANDED = {
  reason: "going back has taken longer than 1h: 1 servers come back into service",
  at: 5,
  standby: ["i-1"],
  substitutes: ["i-9"],
  surplus: 0,
  size: 4,
  overAt: null,
} as const satisfies RecycleRecord["stranded"];
