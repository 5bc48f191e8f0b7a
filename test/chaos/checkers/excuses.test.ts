import { describe, expect, test } from "vitest";
import type { CheckerInput } from "../../../chaos/checkers/checker-input.ts";
import { isScheduled } from "../../../chaos/checkers/declared/scheduled.ts";
import type { Change } from "../../../chaos/checkers/invariant.ts";
import { noForce } from "../../../chaos/checkers/invariants/no-force.ts";
import { openOnce } from "../../../chaos/checkers/spoken/once.ts";
import type { Said } from "../../../chaos/checkers/spoken/said.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { generation, rollout } from "../../support/cli/records.ts";
import { A, ALB, B, GREEN } from "../../support/rollout/fake-work.ts";

const NOW = 1_000_000;
const BLUE = "web-g0006";

const changeOf = (action: string, input: Record<string, unknown>, run: Partial<RolloutRecord> = {}): Change =>
  ({
    call: { action, input },
    rollout: rollout({ blue: 6, green: 7, ...run }),
    since: NOW,
  }) as unknown as Change;

const inputOf = (more: object): CheckerInput =>
  ({
    plan: { fleet: { strategy: ALB.strategy } },
    interference: [],
    view: {
      generations: new Map([
        [6, generation({ number: 6, group: BLUE, targetGroup: A })],
        [7, generation({ number: 7, group: GREEN, targetGroup: B })],
      ]),
    },
    ...more,
  }) as unknown as CheckerInput;

interface World {
  /** Groups that are there. */
  readonly there?: readonly string[];
  readonly blueAnswers?: boolean;
}

describe("a hook is taken from green", () => {
  const deleted = (group: string, hooks: readonly string[], at?: number) => {
    const groups = new Map([[BLUE, { hooks: new Map(hooks.map((each) => [each, {}])) }]]);
    const what = "lifecycle hook bye";
    const input = inputOf({
      world: { now: () => NOW, state: { groups } },
      blueChanges: at === undefined ? [] : [{ group: BLUE, what, at }],
    });
    const sent = { AutoScalingGroupName: group, LifecycleHookName: "bye" };
    return noForce().change?.(changeOf("DeleteLifecycleHook", sent), input);
  };

  test("that somebody has taken from blue", () => {
    expect(deleted(GREEN, [], NOW - 1)).toBeUndefined();
    expect(deleted(BLUE, [], NOW - 1)).toBe("it ends servers past their group");
    expect(deleted(GREEN, [])).toBe("it ends servers past their group");
  });

  test("and not one that blue has, but where that changed meanwhile", () => {
    expect(deleted(GREEN, ["bye"], NOW - 1)).toBe("it ends servers past their group");
    expect(deleted(GREEN, ["bye"], NOW)).toBeUndefined();
  });
});

describe("a schedule asks for fewer servers", () => {
  const failure = { phase: "Bake", error: "GateFailed", reason: "-", imageAtFault: true } as const;
  const shrinks = (
    carrying: readonly string[],
    run: Partial<RolloutRecord>,
    group = BLUE,
    { there = [BLUE, GREEN], blueAnswers = true }: World = {},
  ) => {
    const target = { id: "i-1", state: blueAnswers ? "healthy" : "unhealthy", stateSince: 0 };
    const targetGroups = new Map([[A, { targets: new Map([["i-1", target]]) }]]);
    const input = inputOf({
      scheduled: [{ at: NOW - 60_000, servers: 2 }],
      serving: {
        trafficWas: (_since: number, holds: (names: ReadonlySet<string>) => boolean) =>
          holds(new Set(carrying)),
        members: () => new Set(["i-1"]),
      },
      world: { now: () => NOW, state: { groups: new Map(there.map((name) => [name, {}])), targetGroups } },
    });
    return isScheduled(2, changeOf("UpdateAutoScalingGroup", { AutoScalingGroupName: group }, run), input);
  };

  test("of blue when all traffic is back on it", () => {
    expect(shrinks([A], { failure })).toBe(true);
    expect(shrinks([A, B], { failure })).toBe(false);
    expect(shrinks([A], {})).toBe(false);
  });

  test("of green when there is no blue to go back to", () => {
    expect(shrinks([B], { failure }, GREEN)).toBe(false);
    for (const none of [{ there: [GREEN] }, { blueAnswers: false }]) {
      expect(shrinks([B], { failure }, GREEN, none)).toBe(true);
      expect(shrinks([A, B], { failure }, GREEN, none)).toBe(false);
    }
  });

  test("of green when blue is released", () => {
    const milestones = { "blue-released": NOW - 1 };
    expect(shrinks([B], { milestones }, GREEN)).toBe(true);
    expect(shrinks([A, B], { milestones }, GREEN)).toBe(false);
  });
});

test("a person that is needed is told of in the same words once for each end of the fleet's rollout", () => {
  const twice = (ended: Partial<Said>, id = "2") => {
    const needed = { fleet: "web", kind: "needs-person", words: "it can go neither on nor back" };
    const end = { id: "end", type: "Rollout Needs Person", at: NOW + 1, ...ended };
    const said = [{ ...needed, id: "1", at: NOW }, end, { ...needed, id, at: NOW + 2 }];
    return openOnce().twice({ said, disturbedAt: -Infinity } as unknown as CheckerInput);
  };
  expect(twice({ fleet: "web" })).toBeUndefined();
  expect(twice({ fleet: "web" }, "1")).toBe("1 is said 2 ms after 1, which says the same");
  expect(twice({ fleet: "web", at: NOW - 1 })).toBeDefined();
  expect(twice({ fleet: "api" })).toBe("2 is said 2 ms after 1, which says the same");
});
