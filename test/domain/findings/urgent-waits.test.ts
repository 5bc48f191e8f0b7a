import { expect, test } from "vitest";
import type { Finding } from "../../../src/domain/findings/finding.ts";
import { urgentWaits, urgentWaitWords } from "../../../src/domain/findings/urgent-waits.ts";
import { urgentAttention } from "../../../src/domain/outbox/urgent-attention.ts";
import type { RecycleRecord } from "../../../src/domain/run/recycle.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { rollout } from "../../support/cli/records.ts";
import { finding } from "../../support/domain/findings.ts";

const NOON = Date.UTC(2026, 10, 20, 12);
const HOUR = 3_600_000;
const retires = (special: Partial<Finding> = {}): Finding =>
  finding({
    kind: "health",
    field: "retirement",
    observed: "instance-retirement, not before 2026-11-20 15:00:00Z",
    mode: "replace",
    generation: 6,
    dueAt: NOON,
    evidence: { notBefore: NOON + 3 * HOUR },
    ...special,
  });
const of = (special: Partial<Finding>, run: Partial<RolloutRecord> = {}) =>
  urgentWaits([retires({ server: "i-1", ...special })], rollout({ blue: 6, ...run }), NOON);

test("what AWS schedules and who was let in wait for an open rollout; nothing else does, nor for one that has ended", () => {
  expect(of({})).toEqual([
    {
      server: "i-1",
      field: "retirement",
      observed: "instance-retirement, not before 2026-11-20 15:00:00Z",
      notBefore: NOON + 3 * HOUR,
      goesWithRun: true,
    },
  ]);
  expect(of({ kind: "access", evidence: {} })).toMatchObject([{ notBefore: null }]);
  expect([...of({ kind: "drift" }), ...of({ kind: "age" })]).toEqual([]);
  expect([...of({ mode: "report" }), ...of({ dueAt: NOON + 1 }), ...of({}, { endedAt: 1 })]).toEqual([]);
});

test("a server of another generation than blue does not go with the rollout, nor one of blue's that goes back", () => {
  const failure = { phase: "Bake", error: "Failed", reason: "ill", imageAtFault: false } as const;
  expect(of({ generation: 7 })).toMatchObject([{ goesWithRun: false }]);
  expect(of({}, { failure })).toMatchObject([{ goesWithRun: false }]);
});

test("what a recycle has in hand waits for nothing, what it has not waits for its end", () => {
  const run = {
    kind: "recycle",
    endedAt: null,
    queue: [{ id: "i-1" }],
    batch: { servers: [{ id: "i-2" }] },
  } as unknown as RecycleRecord;
  const found = ["i-1", "i-2", "i-3"].map((server) => retires({ server }));
  expect(urgentWaits(found, run, NOON)).toMatchObject([{ server: "i-3", goesWithRun: false }]);
});

test("the sentence has the server, what was found, the run, until when it waits, and whether it goes anyway", () => {
  const [wait] = of({ observed: "instance-stop" });
  const run = { kind: "rollout", id: "web-1" } as const;
  expect(wait && urgentWaitWords(wait, run, NOON + HOUR)).toBe(
    "i-1 is to be replaced (instance-stop): that waits for rollout web-1 and its end, and it waits until 2026-11-20 13:00:00Z; if that succeeds the server goes with the others",
  );
  expect(wait && urgentWaitWords({ ...wait, goesWithRun: false }, run, null)).toBe(
    "i-1 is to be replaced (instance-stop): that waits for rollout web-1 and its end",
  );
});

const paused = (hours: number): RolloutRecord =>
  rollout({
    phase: "Bake",
    deadlineAt: NOON + 100 * HOUR,
    pause: { by: "ada", reason: "a look", at: NOON, until: NOON + hours * HOUR, leftMs: 0, countedAt: NOON },
  });

test.each([
  ["ends an hour before AWS acts", 2, 0],
  ["ends so late that the server cannot be replaced before", 2.6, 1],
  ["ends after AWS acts", 24, 1],
])("a pause that %s is told of: %d h, %d times", (_what, hours, times) => {
  const told = urgentAttention({ findings: [retires({ server: "i-1" })], run: paused(hours) }, NOON);
  expect(told.map(({ kind, key }) => [kind, key])).toEqual(
    Array.from({ length: times }, () => [
      "urgent-waits",
      `i-1 retirement ${NOON + 3 * HOUR} waits for web-1`,
    ]),
  );
});

test("where nobody can say when the wait ends it is told of a day ahead; what AWS gives no time for is not", () => {
  const waits = { reason: "frozen: stop", since: NOON, until: NOON + 60_000, isDeclared: true };
  const run = rollout({ phase: "Bake", deadlineAt: NOON + 100 * HOUR, waiting: waits });
  const at = (hours: number | null) => {
    const evidence = { notBefore: hours === null ? null : NOON + hours * HOUR };
    return urgentAttention({ findings: [retires({ evidence })], run }, NOON).length;
  };
  expect([at(23), at(25), at(null)]).toEqual([1, 0, 0]);
});
