import { expect, test } from "vitest";
import type { CheckerInput } from "../../../chaos/checkers/checker-input.ts";
import type { Wrote } from "../../../chaos/checkers/invariant.ts";
import { oneRunAState } from "../../../chaos/checkers/invariants/one-run-a-state.ts";

const NOW = 1_000_000;

/** A state since an instant, of so many attempts. */
const state = (from: number, number: number) => ({
  from,
  to: NOW,
  storms: [],
  approvals: [],
  findings: [],
  attempts: { number },
});

/** What is said when web-2 is started for what web-1 was started for, by a process that was paused until then. */
function said(spans: readonly object[], pausedUntil: number): string | undefined {
  const checker = oneRunAState();
  const start = (rollout: string, seen: readonly object[], paused: number) => {
    const deciding = { since: () => seen };
    const input = { deciding, world: { now: () => NOW } } as unknown as CheckerInput;
    const body = { kind: "decision", action: "start-rollout", rollout, subject: "web", at: NOW };
    const invocation = { startedAt: 0, lifetime: { pausedUntil: paused } };
    return checker.wrote?.({ sort: "entry#1", body, invocation } as unknown as Wrote, input);
  };
  expect(start("web-1", [state(0, 2)], 0)).toBeUndefined();
  return start("web-2", spans, pausedUntil);
}

test("one state starts one execution, whoever decides", () => {
  expect(said([state(0, 2)], 0)).toBe("web-2 is started, and web-1 was for the same state");
  expect(said([state(0, 3)], 0)).toBeUndefined();
});

test("who was paused after it had read the state before decided from that", () => {
  const spans = [state(0, 1), state(NOW - 100_000, 2)];
  expect(said(spans, 0)).toBeDefined();
  expect(said(spans, NOW - 200_000)).toBeDefined();
  expect(said(spans, NOW)).toBeUndefined();
  expect(said([state(0, 2)], NOW)).toBeDefined();
});
