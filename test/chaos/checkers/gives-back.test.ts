import { expect, test } from "vitest";
import type { CheckerInput } from "../../../chaos/checkers/checker-input.ts";
import { givesBack } from "../../../chaos/checkers/invariants/outcomes/gives-back.ts";
import { emptyView } from "../../../chaos/world/ledger-view.ts";
import { rollout } from "../../support/cli/records.ts";

const NOW = 10_000_000;

interface Left {
  readonly owner: string | null;
  readonly task?: string;
  readonly endedAt?: number | null;
  readonly disturbedAt?: number;
  /** Of the same run, and has not answered. */
  readonly other?: { readonly task: string; readonly rollout: string };
}

/** What is said of a task of web-1 that has answered and left the fleet's lease so. */
function said({
  owner,
  task = "closeRollout",
  endedAt = 1,
  disturbedAt = 0,
  other,
}: Left): string | undefined {
  const view = emptyView();
  const lease = { owner, fence: 3, expiresAt: 0 };
  view.leases.set("lease", { lease, before: undefined, since: 0 });
  view.rollouts.set("web-1", rollout({ id: "web-1", endedAt }));
  const underWay = () => (other ? [{ task: other.task, input: { rollout: other.rollout } }] : []);
  const input = { view, world: { now: () => NOW }, disturbedAt, underWay } as unknown as CheckerInput;
  const invocation = { task, input: { rollout: "web-1" } };
  return givesBack().answered?.(invocation as never, input);
}

test("whoever ends a run gives its lease back", () => {
  expect(said({ owner: "web-1" })).toBe(
    "closeRollout has answered, and the lease is still web-1's, which is not open",
  );
  expect(said({ owner: null })).toBeUndefined();
  expect(said({ owner: "web-2" })).toBeUndefined();
});

test("whoever begins nothing does, too", () => {
  expect(said({ owner: "web-1", task: "admit" })).toMatch(/admit has answered/);
  expect(said({ owner: "web-1", task: "admit", endedAt: null })).toBeUndefined();
});

test("other tasks, and another try that may hold it, are not judged", () => {
  expect(said({ owner: "web-1", task: "bake" })).toBeUndefined();
  expect(said({ owner: "web-1", disturbedAt: NOW - 1_199_999 })).toBeUndefined();
  expect(said({ owner: "web-1", disturbedAt: NOW - 1_200_000 })).toBeDefined();
});

test("two engines admit one run at once: who answers last is judged", () => {
  const left = { owner: "web-1", task: "admit" };
  expect(said({ ...left, other: { task: "admit", rollout: "web-1" } })).toBeUndefined();
  expect(said({ ...left, other: { task: "admit", rollout: "web-2" } })).toBeDefined();
  expect(said({ ...left, other: { task: "bake", rollout: "web-1" } })).toBeDefined();
});
