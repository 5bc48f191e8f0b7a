import { expect, test } from "vitest";
import { brakes } from "../../../chaos/checkers/invariants/brakes/brakes.ts";
import type { CheckerInput } from "../../../chaos/checkers/checker-input.ts";
import type { Wrote } from "../../../chaos/checkers/invariant.ts";
import { rollout } from "../../support/cli/records.ts";

const input = { view: {}, world: { now: () => 0 } } as unknown as CheckerInput;
const wrote = (partition: string, sort: string, body: object): Wrote =>
  ({ partition, sort, body, before: {}, invocation: { startedAt: 0 } }) as unknown as Wrote;

/** What is said at the end, where a rollout has a slot and its record was last written so. */
function saidOf(endedAt: number | null): string | undefined {
  const { wrote: see, quiescent } = brakes();
  const run = rollout({ endedAt });
  see?.(wrote("account", "slots", { atOnce: 1, runs: [{ run: run.id }] }), input);
  see?.(wrote("fleet#web", `rollout#${run.id}`, { ...run }), input);
  return quiescent?.(input) as string | undefined;
}

test("a slot that is kept by what has ended is a fault, by what can go neither on nor back it is not", () => {
  expect(saidOf(1)).toBe("web-1 has a slot, and nothing runs any more");
  expect(saidOf(null)).toBeUndefined();
});
