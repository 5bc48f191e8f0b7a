import { expect, test } from "vitest";
import type { CheckerInput } from "../../../chaos/checkers/checker-input.ts";
import type { Decision } from "../../../chaos/checkers/invariant.ts";
import { lasts } from "../../../chaos/checkers/invariants/outcomes/lasts.ts";
import { emptyView } from "../../../chaos/world/ledger-view.ts";
import type { FleetDeclaration } from "../../../src/domain/declaration/fleet.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { generation, rollout } from "../../support/cli/records.ts";
import { ALB, B, GREEN } from "../../support/rollout/fake-work.ts";

const declaration = {
  fleet: "web",
  template: "lt-0abc",
  image: { channel: "/images/web" },
  traffic: ALB,
  gates: [{ kind: "target-health", healthy: "50%", for: "30s" }],
} as FleetDeclaration;

/** Judges that green passes at `now`; `healthy`: when each of its servers was called healthy first. */
function judged(
  now: number,
  healthy: Readonly<Record<string, number>>,
  record: Partial<RolloutRecord> = {},
): string | undefined {
  const view = emptyView();
  view.generations.set(7, generation({ number: 7, group: GREEN, targetGroup: B }));
  const world = { now: () => now };
  const serving = { members: () => new Set(["i-1", "i-2", "i-3", "i-4"]) };
  const input = { view, world, serving } as unknown as CheckerInput;
  const { worldEvent, decided } = lasts();
  for (const [id, at] of Object.entries(healthy))
    worldEvent?.({ kind: "target-healthy", subject: `${B}/${id}`, at } as never, input);
  const run = rollout({ declaration, blue: 6, green: 7, size: 4, ...record } as Partial<RolloutRecord>);
  const entry = { action: "ValidateGreen passed" };
  return decided?.({ entry, rollout: run, since: now } as unknown as Decision, input);
}

test("a green is not passed before it has been healthy for its time, but for what clocks are off", () => {
  const healthy = { "i-1": 100_000, "i-2": 100_000 };
  expect(judged(119_999, healthy)).toMatch(/0 servers had been healthy 30 s ago, of 2 that have to be/);
  expect(judged(120_000, healthy)).toBeUndefined();
});

test("as many servers count as are declared, of green's own", () => {
  expect(judged(200_000, { "i-1": 100_000, "i-2": 190_000 })).toMatch(/1 servers had been healthy/);
  expect(judged(200_000, { "i-1": 100_000, "i-9": 100_000 })).toMatch(/1 servers had been healthy/);
});

test("nothing is asked where a person has settled, or behind the release", () => {
  const settlement = { keep: "green", by: "ada", at: 0 } as const;
  expect(judged(200_000, {}, { settlement })).toBeUndefined();
  expect(judged(200_000, {}, { milestones: { "blue-released": 1 } })).toBeUndefined();
});
