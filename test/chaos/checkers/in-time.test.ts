import { expect, test } from "vitest";
import type { CheckerInput } from "../../../chaos/checkers/checker-input.ts";
import type { Wrote } from "../../../chaos/checkers/invariant.ts";
import { inTime } from "../../../chaos/checkers/invariants/outcomes/in-time.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { DECLARATION } from "../../support/cli/command-line.ts";
import { rollout } from "../../support/cli/records.ts";

const declaration = { ...DECLARATION, deadlines: { launch: "2m", validate: "3m" } };

interface Waits {
  readonly at: number;
  readonly phase?: RolloutRecord["phase"];
  readonly reason?: string;
  readonly timers?: RolloutRecord["timers"];
  readonly isDisturbed?: boolean;
}

/** What is said of a wait that a rollout writes down in a phase which began at 0. */
function said({
  at,
  phase = "ValidateGreen",
  reason = "green boots",
  timers = {},
  isDisturbed = false,
}: Waits): string | undefined {
  const waiting = { reason, since: at, until: at + 10_000, isDeclared: false };
  const body = rollout({ declaration, phase, phaseStartedAt: 0, timers, waiting });
  const before = { ...body, waiting: { ...waiting, since: 0 } };
  const write = { sort: "rollout#web-1", body, before, invocation: { isDisturbed } };
  return inTime().wrote?.(write as unknown as Wrote, { world: { now: () => at } } as CheckerInput);
}

test("no step waits on once the declared time is over, but for what a step takes", () => {
  expect(said({ at: 210_000 })).toBeUndefined();
  expect(said({ at: 210_001 })).toMatch(
    /waits in ValidateGreen after 210 s, validate has 180 s: green boots/,
  );
  expect(said({ at: 150_001, phase: "ObserveGreen" })).toMatch(/launch has 120 s/);
  expect(said({ at: 999_000, phase: "Bake" })).toBeUndefined();
});

test("the time begins anew when green and blue are not ill together any more", () => {
  expect(said({ at: 300_000, timers: { stood: 100_000 } })).toBeUndefined();
  expect(said({ at: 310_001, timers: { stood: 100_000 } })).toBeDefined();
});

test("a step that has judged nothing says nothing", () => {
  expect(said({ at: 900_000, reason: "frozen: audit" })).toBeUndefined();
  expect(said({ at: 900_000, reason: "Rate exceeded" })).toBeUndefined();
  expect(said({ at: 900_000, isDisturbed: true })).toBeUndefined();
});
