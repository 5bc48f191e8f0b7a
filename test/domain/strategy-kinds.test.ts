import { describe, expect, test } from "vitest";
import { strategyOf } from "../../src/domain/strategy-kinds.ts";
import type { Traffic } from "../../src/domain/traffic-settings.ts";
import { A, ALB, B, NLB } from "../support/domain/traffic-strategies/listener.ts";

const ONE: Traffic = { strategy: "target-group", targetGroup: A };
const SIDES = {
  blue: { group: "web-g0001", targetGroups: [A] },
  green: { group: "web-g0002", targetGroups: [B] },
};
const all: Traffic[] = [ALB, NLB, ONE, { strategy: "none" }];

test.each([
  [ALB, { kind: "actions", arns: [ALB.rule] }],
  [NLB, { kind: "actions", arns: [NLB.listener] }],
  [ONE, { kind: "attachments", targetGroup: A }],
  [{ strategy: "none" } as const, { kind: "nothing" }],
])("$strategy says where its traffic is read", (traffic, source) => {
  expect(strategyOf(traffic).source).toEqual(source);
});

describe.each(all)("$strategy", (traffic) => {
  test("ascends to all of the traffic, and descends to none on the way back", () => {
    const { steps, rollbackSteps } = strategyOf(traffic);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    expect(steps.at(-1)).toBe(100);
    expect(rollbackSteps).toEqual(rollbackSteps.toSorted((a, b) => b - a));
    expect(rollbackSteps.at(-1) ?? 0).toBe(0);
  });

  test("gives a first generation all of it at once", () => {
    expect(strategyOf(traffic, "first").steps).toEqual([100]);
  });
});

test("a bound strategy has the fleet's own settings", () => {
  const bound = strategyOf(ALB);
  expect([bound.steps, bound.pauseSeconds, bound.launchTargetGroups([A])]).toEqual([[10, 50, 100], 30, [B]]);
  const actions = [{ Type: "forward", TargetGroupArn: A }];
  const bare = { kind: "actions" as const, rules: [{ arn: ALB.rule, actions }] };
  expect(bound.read(bare, SIDES)).toEqual({ percent: 0 });
  expect(bound.change(bare, { percent: 10, sides: SIDES })).toMatchObject([{ arn: ALB.rule }]);
});
