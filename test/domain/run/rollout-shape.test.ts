import { expect, test } from "vitest";
import { runRecord } from "../../../src/domain/run/run-record.ts";
import { rollout } from "../../support/cli/records.ts";

const HOLD = { group: "web-g0001", kind: "minimum", originalMin: 1, heldMin: 2, processes: [] };
const GATE = {
  gate: "http",
  verdict: "pass",
  reason: "it answers",
  value: "200",
  threshold: "200",
  since: 5,
};
const LEG = { number: 3, polls: 7, next: { number: 4, execution: "web-1-leg-4", afterLoss: true } };
const COMMAND = { comment: "moult web-1", commandId: null, sentAt: 6 };
/** A rollout of which everything is known that may be. */
const WHOLE = {
  ...rollout({}),
  abort: { requestedBy: "ada", reason: "wrong image", requestedAt: 1 },
  waiting: { reason: "it bakes", since: 1, until: 2, isDeclared: false, undeclaredSince: 1 },
  leg: LEG,
  failure: { phase: "Bake", error: "Deadline", reason: "too long", imageAtFault: false },
  holds: [HOLD, { ...HOLD, kind: "suspended-processes", processes: ["AZRebalance"] }],
  gates: ["pass", "fail", "wait", "unknown"].map((verdict) => ({ ...GATE, verdict })),
  commands: { handoff: COMMAND },
  needsPerson: { reason: "blue is ill", at: 8 },
  settlement: { keep: "blue", by: "ada", at: 9 },
  removals: { "web-g0001": { toZeroAt: 3, unseenSince: null } },
};

test("a rollout of which all is known is read back as it was written", () => {
  expect(runRecord.parse(WHOLE)).toEqual(WHOLE);
  const settled = { ...WHOLE, settlement: { keep: "green", by: "ada", at: 9 } };
  expect(runRecord.parse(settled)).toEqual(settled);
});

test.each<[string, object]>([
  ["an abort by nobody", { abort: { reason: "wrong image", requestedAt: 1 } }],
  ["an abort with something more", { abort: { ...WHOLE.abort, more: 1 } }],
  ["a wait without its reason", { waiting: { ...WHOLE.waiting, reason: undefined } }],
  ["a leg before the first", { leg: { ...LEG, number: 0 } }],
  ["less than no polls", { leg: { ...LEG, polls: -1 } }],
  ["a next leg that is the first", { leg: { ...LEG, next: { ...LEG.next, number: 1 } } }],
  ["a next leg of no execution", { leg: { ...LEG, next: { number: 4, afterLoss: true } } }],
  ["a failure of no phase", { failure: { ...WHOLE.failure, phase: "Baking" } }],
  ["a failure without its error", { failure: { ...WHOLE.failure, error: undefined } }],
  ["a hold of another kind", { holds: [{ ...HOLD, kind: "maximum" }] }],
  ["a hold of no group", { holds: [{ ...HOLD, group: undefined }] }],
  ["a verdict that is none", { gates: [{ ...GATE, verdict: "" }] }],
  ["a verdict of no gate", { gates: [{ ...GATE, gate: undefined }] }],
  ["a command without its comment", { commands: { handoff: { ...COMMAND, comment: undefined } } }],
  ["a person's need without a reason", { needsPerson: { at: 8 } }],
  ["a settlement on neither side", { settlement: { keep: "", by: "ada", at: 9 } }],
  ["a settlement by nobody", { settlement: { keep: "blue", at: 9 } }],
  ["a removal of which nothing is known", { removals: { "web-g0001": {} } }],
])("%s is refused", (_what, wrong) => {
  expect(runRecord.safeParse({ ...WHOLE, ...wrong }).success).toBe(false);
});
