import { describe, expect, test } from "vitest";
import { afterUnwatched } from "../../../src/domain/run/after-unwatched.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { rollout } from "../../support/cli/records.ts";

const MS = 60_000;
const before = (change: Partial<RolloutRecord>): RolloutRecord => rollout({ phaseStartedAt: 100, ...change });
const after = (change: Partial<RolloutRecord>): RolloutRecord => afterUnwatched(before(change), MS);

describe("a time in which nobody looked", () => {
  test.each([
    ["ObserveGreen", 100 + MS],
    ["Bake", 100 + MS],
    ["ValidateGreen", 100],
    ["ShiftTraffic", 100],
    ["RetireBlue", 100],
  ] as const)("in %s the phase counts from %d on", (phase, phaseStartedAt) => {
    expect(after({ phase })).toEqual(before({ phase, phaseStartedAt }));
  });

  test("is no part of a step's pause, and changes nothing once all traffic is set", () => {
    const { traffic } = before({});
    const paused = { ...traffic, step: 1, setPercent: 10, setAt: 500 };
    expect(after({ phase: "ShiftTraffic", traffic: paused }).traffic).toEqual({ ...paused, setAt: 500 + MS });
    expect(after({ phase: "RollBack", traffic: paused }).traffic).toEqual(paused);
    const all = { ...paused, step: 2, setPercent: 100 };
    expect(after({ phase: "ShiftTraffic", traffic: all }).traffic).toEqual(all);
    const none = { ...paused, setPercent: 0, setAt: null };
    expect(after({ phase: "ShiftTraffic", traffic: none }).traffic).toEqual(none);
  });

  test("is no part of the warm time, and of nothing once blue is released", () => {
    expect(after({ phase: "RetireBlue", milestones: { warm: 7 } }).milestones).toEqual({ warm: 7 + MS });
    const released = { warm: 7, "blue-released": 9 };
    expect(after({ phase: "RetireBlue", milestones: released }).milestones).toEqual(released);
  });

  test("begins anew what has to hold without a break, and leaves what has passed", () => {
    const gate = { reason: "", value: "", threshold: "", since: 3 };
    const gates = [
      { ...gate, gate: "health", verdict: "wait" as const },
      { ...gate, gate: "status", verdict: "pass" as const },
    ];
    expect(after({ gates }).gates.map(({ since }) => since)).toEqual([null, 3]);
  });
});
