import { describe, expect, test } from "vitest";
import type { CheckerInput } from "../../../chaos/checkers/checker-input.ts";
import type { Change } from "../../../chaos/checkers/invariant.ts";
import { rests } from "../../../chaos/checkers/invariants/outcomes/rests.ts";
import { emptyView } from "../../../chaos/world/ledger-view.ts";
import type { WorldEvent } from "../../../simulator/world/world.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { generation, rollout } from "../../support/cli/records.ts";
import { A, B, GREEN, LISTENER } from "../../support/rollout/fake-work.ts";

const HOUR = 3_600_000;

interface World {
  /** Weights of the two target groups, and servers that answer there. */
  readonly weights: readonly [number, number];
  readonly healthy?: readonly [number, number];
  /** When somebody moved them last, and when a run of moult's did. */
  readonly movedAt?: number;
  readonly setAt?: number;
  readonly leaveAskedAt?: number;
  /** Of which target group. */
  readonly toldOf?: string;
  /** When somebody moved them once more, and from which weights. */
  readonly again?: { readonly at: number; readonly from: readonly [number, number] };
  /** When somebody gave the same to both target groups in another rule of the pair, and when they took it back. */
  readonly other?: { readonly at: number; readonly until?: number };
  readonly run?: Partial<RolloutRecord>;
}

/** The second target group is that of the live generation, unless the run needs a person. */
function said({
  weights,
  healthy = [0, 2],
  movedAt,
  setAt,
  leaveAskedAt,
  toldOf = A,
  again,
  other,
  run = {},
}: World): string | undefined {
  const clock = { now: 3 * HOUR };
  const rule = { arn: `${LISTENER}/default`, listenerArn: LISTENER, priority: "default" };
  const targetGroups = [A, B].map((arn, index) => ({ arn, weight: weights[index] }));
  const actions = [{ type: "forward", forward: { targetGroups, stickiness: undefined } }];
  const groups = new Map([
    ["web-g0006", { instances: new Map([["i-6", {}]]) }],
    [GREEN, { instances: new Map([["i-7", {}]]) }],
  ]);
  const targetsOf = (id: string, count: number | undefined) => ({
    targets: new Map(count === 0 ? [] : [[id, { id, state: "healthy" }]]),
  });
  const view = emptyView();
  const needsPerson = run.outcome === "needs-person";
  view.generations.set(6, generation({ number: 6, targetGroup: A, state: needsPerson ? "live" : "gone" }));
  view.generations.set(
    7,
    generation({ number: 7, group: GREEN, targetGroup: B, state: needsPerson ? "launching" : "live" }),
  );
  view.rollouts.set(
    "web-1",
    rollout({ blue: 6, green: 7, startedAt: HOUR, endedAt: 2 * HOUR, outcome: "succeeded", ...run }),
  );
  const input = {
    plan: { fleet: { strategy: "alb-weighted" } },
    account: { pairs: [{ rules: [LISTENER], targetGroups: [A, B] }] },
    said:
      leaveAskedAt === undefined
        ? []
        : [{ kind: "irregularity", words: `traffic has weight on ${toldOf}`, at: leaveAskedAt }],
    view,
    world: {
      now: () => clock.now,
      state: {
        rules: new Map([[rule.arn, { ...rule, actions }]]),
        listeners: new Map([[LISTENER, {}]]),
        groups,
        targetGroups: new Map([
          [A, targetsOf("i-6", healthy[0])],
          [B, targetsOf("i-7", healthy[1])],
        ]),
      },
    },
  } as unknown as CheckerInput;
  const checker = rests();
  if (setAt !== undefined) {
    clock.now = setAt;
    const call = { action: "ModifyListener", input: { ListenerArn: LISTENER } };
    checker.change?.({ call } as unknown as Change, input);
    checker.worldEvent?.({ kind: "rule-modified", subject: rule.arn, at: setAt } as WorldEvent, input);
  }
  const modified = (at: number): void =>
    void checker.worldEvent?.({ kind: "rule-modified", subject: rule.arn, at } as WorldEvent, input);
  if (other) otherRule(other, { checker, input });
  const after = targetGroups.map(({ weight }) => weight);
  if (again) for (const [index, each] of targetGroups.entries()) each.weight = again.from[index];
  if (movedAt !== undefined) modified(movedAt);
  for (const [index, each] of targetGroups.entries()) each.weight = after[index];
  if (again) modified(again.at);
  clock.now = 3 * HOUR;
  return checker.quiescent?.(input);
}

/** What somebody does to another rule that leads to the same target groups. */
function otherRule(
  { at, until }: NonNullable<World["other"]>,
  { checker, input }: { readonly checker: ReturnType<typeof rests>; readonly input: CheckerInput },
): void {
  const set = (weight: number, when: number): void => {
    const targetGroups = [A, B].map((arn) => ({ arn, weight: arn === B ? 100 : weight }));
    const actions = [{ type: "forward", forward: { targetGroups, stickiness: undefined } }];
    const rule = { arn: "rule-2", listenerArn: LISTENER, priority: "2", actions };
    (input.world.state.rules as Map<string, unknown>).set("rule-2", rule);
    checker.worldEvent?.({ kind: "rule-modified", subject: "rule-2", at: when } as WorldEvent, input);
  };
  set(50, at);
  if (until !== undefined) set(0, until);
}

describe("at rest all weight is on a side that answers", () => {
  test("the live one", () => {
    expect(said({ weights: [0, 100] })).toBeUndefined();
    expect(said({ weights: [50, 50] })).toBe(
      `50% of the weight of ${LISTENER} is on nobody that answers, ${B} does`,
    );
    expect(said({ weights: [100, 0], setAt: 1.5 * HOUR })).toContain("100% of the weight");
  });

  test("or nobody answers at all", () => {
    expect(said({ weights: [100, 0], healthy: [0, 0] })).toBeUndefined();
  });

  test("also where somebody moved it while a run looked after it", () => {
    expect(
      said({ weights: [50, 50], setAt: 1.2 * HOUR, movedAt: 1.5 * HOUR, leaveAskedAt: 2.5 * HOUR }),
    ).toBeDefined();
  });

  test("where somebody moved it at rest, people are told", () => {
    expect(said({ weights: [50, 50], setAt: 1.2 * HOUR, movedAt: 2.5 * HOUR })).toBeDefined();
    expect(
      said({ weights: [50, 50], setAt: 1.2 * HOUR, movedAt: 2.5 * HOUR, leaveAskedAt: 2.6 * HOUR }),
    ).toBeUndefined();
  });

  test("of what has weight on nobody, since it has some", () => {
    const moved = {
      weights: [50, 50],
      setAt: 1.2 * HOUR,
      movedAt: 2.5 * HOUR,
      leaveAskedAt: 2.6 * HOUR,
    } as const;
    expect(said({ ...moved, toldOf: B })).toBeDefined();
    expect(said({ ...moved, again: { at: 2.8 * HOUR, from: [100, 0] } })).toBeUndefined();
    expect(said({ ...moved, again: { at: 2.8 * HOUR, from: [0, 100] } })).toBeDefined();
  });

  test("of what had weight in another rule before, that was told then", () => {
    const moved = {
      weights: [50, 50],
      setAt: 1.2 * HOUR,
      movedAt: 2.8 * HOUR,
      leaveAskedAt: 2.6 * HOUR,
    } as const;
    expect(said({ ...moved, again: { at: 2.9 * HOUR, from: [0, 100] } })).toBeDefined();
    const other = { at: 2.5 * HOUR };
    expect(said({ ...moved, again: { at: 2.9 * HOUR, from: [0, 100] }, other })).toBeUndefined();
    const until = 2.7 * HOUR;
    expect(
      said({ ...moved, again: { at: 2.9 * HOUR, from: [0, 100] }, other: { ...other, until } }),
    ).toBeDefined();
  });

  test("or right when blue was released", () => {
    const run = { milestones: { "blue-released": 1.5 * HOUR } };
    expect(said({ weights: [50, 50], movedAt: 1.6 * HOUR, leaveAskedAt: 2.6 * HOUR, run })).toBeUndefined();
    expect(said({ weights: [50, 50], movedAt: 1.4 * HOUR, leaveAskedAt: 2.6 * HOUR, run })).toBeDefined();
  });

  test("or one of the two of a run that needs a person", () => {
    const run = { outcome: "needs-person" as const, needsPerson: { reason: "-", at: 2 * HOUR } };
    expect(said({ weights: [100, 0], healthy: [2, 2], run })).toBeUndefined();
    expect(said({ weights: [100, 0], healthy: [0, 2], run })).toContain("100% of the weight");
  });
});
