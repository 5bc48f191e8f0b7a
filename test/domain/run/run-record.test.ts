import { describe, expect, test } from "vitest";
import { isRollout, runRecord } from "../../../src/domain/run/run-record.ts";
import { rollout } from "../../support/cli/records.ts";

const ROLLOUT = rollout({});
const { fleet, id, execution, cause, declaration, startedAt, phaseStartedAt, deadlineAt } = ROLLOUT;
const common = { fleet, id, execution, cause, declaration, startedAt, phaseStartedAt, deadlineAt };
const open = {
  endedAt: null,
  waiting: null,
  leg: { number: 1, polls: 0 },
  abort: null,
  failure: null,
  outcome: null,
  outcomeReason: null,
};
const RECYCLE = {
  kind: "recycle",
  ...common,
  ...open,
  phase: "Isolate",
  milestones: { undoing: 1 },
  generation: 7,
  group: "web-g0007",
  image: "ami-1",
  templateVersion: 3,
  queue: [{ id: "i-1", reason: "age", dueAt: 1 }],
  atOnce: 1,
  batch: null,
  replaced: [],
  left: [],
  stranded: null,
  holds: { size: null, processes: [], hook: false },
  gates: [],
  commands: {},
  pause: null,
};
const RETIREMENT = {
  kind: "retirement",
  ...common,
  ...open,
  phase: "TakeDown",
  milestones: {},
  generation: 6,
  removals: {},
};

const accepts = (value: unknown): boolean => runRecord.safeParse(value).success;

describe("a run in the ledger", () => {
  test.each([
    ["rollout", ROLLOUT],
    ["recycle", RECYCLE],
    ["retirement", RETIREMENT],
  ])("is a %s, and is read back as it was written", (kind, record) => {
    expect(runRecord.parse(record)).toEqual(record);
    expect(runRecord.parse(record).kind).toBe(kind);
    expect(isRollout(runRecord.parse(record))).toBe(kind === "rollout");
  });

  test("has a kind that is known", () => {
    expect(accepts({ ...ROLLOUT, kind: "rollback" })).toBe(false);
  });

  test.each([
    ["a milestone of another kind", { ...ROLLOUT, milestones: { isolated: 1 } }],
    ["a milestone that nobody knows", { ...ROLLOUT, milestones: { lauched: 1 } }],
    ["a timer that nobody knows", { ...ROLLOUT, timers: { "in-doubt": 1 } }],
    ["a phase of another machine", { ...RECYCLE, phase: "Bake" }],
    ["an outcome that nobody knows", { ...RETIREMENT, outcome: "queued" }],
    ["a declaration that is none", { ...ROLLOUT, declaration: { fleet: "web" } }],
  ])("does not have %s", (_what, record) => {
    expect(accepts(record)).toBe(false);
  });

  test.each(["succeeded", "rolled-back", "needs-person", "rejected", "superseded", "nothing-to-do"])(
    "may end as %s",
    (outcome) => {
      expect(accepts({ ...ROLLOUT, outcome })).toBe(true);
    },
  );
});
