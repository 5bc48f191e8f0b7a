import { expect, test } from "vitest";
import type { CheckerInput } from "../../../chaos/checkers/checker-input.ts";
import { served } from "../../../chaos/checkers/invariants/outcomes/served.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { generation, rollout } from "../../support/cli/records.ts";

/** D of the target groups: 5 s, twice. */
const D_MS = 10_000;
const BOUND_MS = D_MS + 120_000;

interface Standing {
  /** Healthy servers of each side, and green's share. */
  readonly blue: number;
  readonly green: number;
  readonly percent: number;
  readonly strategy?: string;
  readonly record?: Partial<RolloutRecord>;
  readonly isFrozen?: boolean;
  /** ValidateGreen has not passed. */
  readonly isUnproved?: boolean;
  readonly disturbedAt?: number;
}

/** What the checker says each time that it is asked, the standing being the same. */
function says(standing: Standing, ...at: readonly number[]): (string | undefined)[] {
  const { blue, green, percent, strategy = "alb-weighted", record = {}, isFrozen = false } = standing;
  const run = rollout({ blue: 1, green: 2, endedAt: null, failure: null, ...record });
  const group = (name: string, healthy: number) => ({
    instances: new Map(Array.from({ length: healthy }, (_, index) => [`${name}-${index}`, {}])),
  });
  const targetGroup = (name: string, healthy: number) => ({
    healthCheckIntervalSeconds: 5,
    unhealthyThreshold: 2,
    targets: new Map(
      Array.from({ length: healthy }, (_, index) => [
        `${name}-${index}`,
        { id: `${name}-${index}`, state: "healthy" },
      ]),
    ),
  });
  const weights = [
    { arn: "a", weight: 100 - percent },
    { arn: "b", weight: percent },
  ];
  let now = 0;
  const input = {
    plan: { fleet: { strategy } },
    account: { listener: "l" },
    disturbedAt: standing.disturbedAt ?? Number.NEGATIVE_INFINITY,
    world: {
      now: () => now,
      state: {
        groups: new Map([
          ["web", group("web", blue)],
          ["web-g0002", group("web-g0002", green)],
        ]),
        targetGroups: new Map([
          ["a", targetGroup("web", blue)],
          ["b", targetGroup("web-g0002", green)],
        ]),
        rules: new Map([
          ["r", { listenerArn: "l", actions: [{ type: "forward", forward: { targetGroups: weights } }] }],
        ]),
      },
    },
    view: {
      rollouts: new Map([[run.id, run]]),
      freezes: new Map(isFrozen ? [["web", { until: null }]] : []),
      decisions: new Map(standing.isUnproved ? [] : [[run.id, [{ action: "ValidateGreen passed" }]]]),
      generations: new Map([
        [1, generation({ number: 1, group: "web", targetGroup: "a" })],
        [2, generation({ number: 2, group: "web-g0002", targetGroup: "b" })],
      ]),
    },
  } as unknown as CheckerInput;
  const { written } = served();
  return at.map((each) => {
    now = each;
    return written?.("rollout#", input);
  });
}

const BLUE_DEAD: Standing = { blue: 0, green: 4, percent: 50 };
const FAILED = { phase: "Bake" as const, error: "GateFailed", reason: "sick", imageAtFault: true };

test("weight stays on a side without a healthy server for D and two minutes, and no longer", () => {
  const [first, last, late] = says(BLUE_DEAD, 0, BOUND_MS, BOUND_MS + 1);
  expect([first, last]).toEqual([undefined, undefined]);
  expect(late).toMatch(/^web has had weight and no healthy server for 130 s, web-g0002 answers$/);
});

test("a dead green beside a blue that answers is no better", () => {
  const dead = { blue: 4, green: 0, percent: 100, record: { failure: FAILED } };
  expect(says(dead, 0, BOUND_MS + 1)[1]).toMatch(/^web-g0002 has had weight/);
});

test.each<[string, Standing]>([
  ["both answer", { blue: 4, green: 4, percent: 50 }],
  ["neither answers", { blue: 0, green: 0, percent: 50 }],
  ["the dead side has no weight", { ...BLUE_DEAD, percent: 100 }],
  ["green has not passed every gate", { ...BLUE_DEAD, isUnproved: true }],
  ["a gate has failed green", { ...BLUE_DEAD, record: { failure: FAILED } }],
  [
    "green is being taken down",
    { ...BLUE_DEAD, record: { removals: { "web-g0002": { toZeroAt: 1, unseenSince: null } } } },
  ],
  ["the fleet is frozen", { ...BLUE_DEAD, isFrozen: true }],
  ["no rollout is open", { ...BLUE_DEAD, record: { endedAt: 1 } }],
  ["there is one target group", { ...BLUE_DEAD, strategy: "target-group" }],
])("nothing is said where %s", (_, standing) => {
  expect(says(standing, 0, 10 * BOUND_MS)).toEqual([undefined, undefined]);
});

test("what was disturbed has longer, from the disturbance on", () => {
  const [soon, late] = says(
    { ...BLUE_DEAD, disturbedAt: 60_000 },
    0,
    60_000 + 1_330_000,
    60_000 + 1_330_001,
  ).slice(1);
  expect(soon).toBeUndefined();
  expect(late).toMatch(/^web has had weight/);
});
