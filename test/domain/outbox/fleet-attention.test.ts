import { expect, test } from "vitest";
import { fleetAttention } from "../../../src/domain/outbox/fleet-attention.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { generation, rollout } from "../../support/cli/records.ts";

const NOW = 1_000;
const needing = (more: Partial<RolloutRecord> = {}): RolloutRecord =>
  rollout({ id: "web-2", endedAt: 5, outcome: "needs-person", outcomeReason: "blue is ill", ...more });
const said = (rollouts: readonly RolloutRecord[]) =>
  fleetAttention({ fleet: "web", runs: rollouts, rollouts, generations: [], quarantined: null }, NOW).map(
    ({ kind, key }) => [kind, key],
  );

test("a rollout that needs a person is said until it is settled or another has begun", () => {
  expect(said([needing(), rollout({ endedAt: 1, outcome: "succeeded" })])).toEqual([
    ["needs-person", "web-2 needs a person since 5"],
  ]);
  expect(said([rollout({ id: "web-2", settlement: { keep: "blue", by: "ada", at: 7 } })])).toEqual([]);
  expect(said([rollout({ id: "web-3", endedAt: 9, outcome: "succeeded" }), needing()])).toEqual([]);
});

test("one that was settled and needs a person again is said again", () => {
  const again = {
    settlement: { keep: "blue", by: "ada", at: 7 },
    needsPerson: { reason: "ill", at: 9 },
  } as const;
  expect(said([needing(again)])).toEqual([["needs-person", "web-2 needs a person since 9"]]);
});

test("it is said why, that both sides are kept, and with which commands it ends", () => {
  const [found] = fleetAttention(
    { fleet: "web", runs: [], rollouts: [needing()], generations: [], quarantined: null },
    NOW,
  );
  expect(found).toMatchObject({
    reason: "rollout web-2 can go neither on nor back: blue is ill; both generations are kept",
    commands: [
      'moult settle web --keep blue --reason "blue serves" --confirm web',
      'moult settle web --keep green --reason "green serves" --confirm web',
    ],
  });
});

test("each retained generation is said, and no other", () => {
  const generations = [
    generation({ number: 7 }),
    generation({ number: 6, group: "web-g0006", state: "retained" }),
    generation({ number: 5, state: "gone" }),
  ];
  const found = fleetAttention({ fleet: "web", runs: [], rollouts: [], generations, quarantined: null }, NOW);
  expect(found).toMatchObject([
    {
      key: "generation 6 is retained",
      kind: "generation-retained",
      reason: expect.stringContaining("web-g0006 runs until somebody takes it down"),
    },
  ]);
});
