import { describe, expect, test } from "vitest";
import type { CheckerInput } from "../../../chaos/checkers/checker-input.ts";
import { served } from "../../../chaos/checkers/invariants/outcomes/served.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { generation, rollout } from "../../support/cli/records.ts";

/** D of the target groups: 5 s, twice. */
const D_MS = 10_000;
const NOON = Date.UTC(2026, 10, 21, 12);
const BOUND_MS = D_MS + 120_000;
const MOVED = { step: 1, setPercent: 50, setAt: 1, observedPercent: 50, agreeingReads: 1 };

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
  /** What went wrong, and when. */
  readonly disturbed?: Readonly<Record<string, number>>;
  /** Sides that are attached to the one target group. */
  readonly attached?: readonly ("blue" | "green")[];
}

/** What the checker says each time that it is asked, the standing being the same. */
function says(standing: Standing, ...at: readonly number[]): (string | undefined)[] {
  const { blue, green, percent, strategy = "alb-weighted", record = {}, isFrozen = false } = standing;
  const run = rollout({ blue: 1, green: 2, endedAt: null, failure: null, traffic: MOVED, ...record });
  const { attached = [] } = standing;
  const group = (name: string, healthy: number, side: "blue" | "green") => ({
    instances: new Map(
      Array.from({ length: healthy }, (_, index) => {
        const id = `${name}-${index}`;
        return [id, { id, lifecycleState: "InService" }];
      }),
    ),
    targetGroupArns: attached.includes(side) ? ["a"] : [],
    trafficSources: new Map(),
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
  let now = NOON;
  const input = {
    plan: { fleet: { strategy } },
    account: {
      listener: "l",
      targetGroups: ["a", "b"],
      pairs: [{ rules: ["l"], targetGroups: ["a", "b"] }],
    },
    disturbances: new Map(Object.entries(standing.disturbed ?? {})),
    world: {
      now: () => now,
      state: {
        groups: new Map([
          ["web", group("web", blue, "blue")],
          ["web-g0002", group("web-g0002", green, "green")],
        ]),
        instances: new Map(
          ["web", "web-g0002"].flatMap((name) =>
            [0, 1, 2, 3].map((index) => [
              `${name}-${index}`,
              { state: "running", healthyAt: NOON - 1, sickAt: null },
            ]),
          ),
        ),
        targetGroups: new Map([
          ["a", targetGroup("web", attached.length === 0 || attached.includes("blue") ? blue : 0)],
          ["b", targetGroup("web-g0002", green)],
        ]),
        rules: new Map([
          [
            "r",
            {
              listenerArn: "l",
              priority: "default",
              actions: [{ type: "forward", forward: { targetGroups: weights } }],
            },
          ],
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
    now = NOON + each;
    return written?.("rollout#", input);
  });
}

const BLUE_DEAD: Standing = { blue: 0, green: 4, percent: 50 };
const FAILED = { phase: "Bake" as const, error: "GateFailed", reason: "sick", imageAtFault: true };

test("weight stays on a side without a healthy server for D and two minutes, and no longer", () => {
  const [first, last, late] = says(BLUE_DEAD, 0, BOUND_MS, BOUND_MS + 1);
  expect([first, last]).toEqual([undefined, undefined]);
  expect(late).toMatch(/^web has had traffic and no healthy server for 130 s, web-g0002 answers$/);
});

test("a dead green beside a blue that answers is no better", () => {
  const dead = { blue: 4, green: 0, percent: 100, record: { failure: FAILED } };
  expect(says(dead, 0, BOUND_MS + 1)[1]).toMatch(/^web-g0002 has had traffic/);
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
  ["servers pull", { ...BLUE_DEAD, strategy: "none" }],
])("nothing is said where %s", (_, standing) => {
  expect(says(standing, 0, 10 * BOUND_MS)).toEqual([undefined, undefined]);
});

const released = (standing: Standing): Standing => ({
  ...standing,
  record: { milestones: { "blue-released": 1 } },
});

describe("one target group", () => {
  const ALONE = { percent: 0, strategy: "target-group" };

  test.each<[string, Standing, string]>([
    [
      "a dead green that is attached alone, beside a blue that would answer",
      { ...ALONE, blue: 4, green: 0, attached: ["green"] },
      "web-g0002",
    ],
    [
      "a dead blue that is attached alone, beside an eligible green",
      { ...ALONE, blue: 0, green: 4, attached: ["blue"] },
      "web",
    ],
  ])("%s is no better", (_, standing, dead) => {
    const [first, late] = says(standing, 0, BOUND_MS + 1);
    expect(first).toBeUndefined();
    expect(late).toMatch(new RegExp(`^${dead} has had traffic and no healthy server for 130 s`, "u"));
  });

  test.each<[string, Standing]>([
    ["both are attached", { ...ALONE, blue: 4, green: 0, attached: ["blue", "green"] }],
    ["blue is released", released({ ...ALONE, blue: 4, green: 0, attached: ["green"] })],
    [
      "no step has given green any yet",
      { ...ALONE, blue: 4, green: 0, attached: ["green"], record: { traffic: { ...MOVED, setAt: null } } },
    ],
    ["neither would answer", { ...ALONE, blue: 0, green: 0, attached: ["green"] }],
    [
      "green has not passed every gate",
      { ...ALONE, blue: 0, green: 4, attached: ["blue"], isUnproved: true },
    ],
  ])("nothing is said where %s", (_, standing) => {
    expect(says(standing, 0, 10 * BOUND_MS)).toEqual([undefined, undefined]);
  });
});

describe("what was disturbed has longer, from the last disturbance on", () => {
  const at = (seconds: number): number => NOON + seconds * 1000;

  test.each([
    ["a step is tried again", { "service-errors": at(60) }, 60 + 60],
    [
      "the last of a kind counts, and each kind for itself",
      { "lambda-dies before": at(20), "ledger-fails unavailable": at(60) },
      60 + 120,
    ],
    [
      "deaths before and after a call are of one kind",
      { "lambda-dies before": at(20), "lambda-dies after": at(60) },
      60 + 60,
    ],
    [
      "an execution was stopped, and no event told of it: D and six minutes",
      { "executions-stopped": at(0) },
      240,
    ],
    ["a process died with all its executions", { "engine-dies": at(60) }, 60 + 1200],
    ["the next one begins 20 seconds later", { "engine-restarts": at(60) }, 60 + 920],
    ["what was over long before has no part in it", { "engine-dies": at(-1201) }, 0],
    [
      "servers that die and events that are lost take nothing of moult's time",
      { "servers-sicken": at(60), "events-lost": at(60) },
      0,
    ],
  ])("%s", (_what, disturbances, seconds) => {
    const last = BOUND_MS + seconds * 1000;
    const [soon, late] = says({ ...BLUE_DEAD, disturbed: disturbances }, 0, last, last + 1).slice(1);
    expect(soon).toBeUndefined();
    expect(late).toMatch(/^web has had traffic/u);
  });
});
