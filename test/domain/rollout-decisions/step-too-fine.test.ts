import { expect, test } from "vitest";
import { stepTooFine } from "../../../src/domain/rollout-decisions/step-too-fine.ts";
import { strategyOf } from "../../../src/domain/strategy-kinds.ts";
import type { ListenerAction } from "../../../src/domain/traffic-strategy.ts";
import { A, ALB, B, forward, THIRD } from "../../support/domain/traffic-strategies/listener.ts";

const strategy = { ...strategyOf(ALB), steps: [10, 50, 100] };
const SIDES = {
  blue: { group: "web-g0001", targetGroups: [A] },
  green: { group: "web-g0002", targetGroups: [B] },
};
const first = (action: ListenerAction) =>
  stepTooFine(strategy, [{ arn: ALB.rule, actions: [action] }], SIDES);
const tooFine = (shares: Readonly<Record<string, number>>) => first(forward(shares))?.step;

test("alone in the rule every step can be held, whatever the weight was", () => {
  expect(tooFine({ [A]: 1 })).toBeUndefined();
});

test("beside another target group the pair needs weight enough to tell the steps apart", () => {
  expect(tooFine({ [A]: 100, [THIRD]: 100 })).toBeUndefined();
  expect(tooFine({ [A]: 7, [THIRD]: 7 })).toBeUndefined();
  expect(tooFine({ [A]: 1, [THIRD]: 1 })).toBe(10);
  // 10% of 2 would be 1, which is half.
  expect(tooFine({ [A]: 2, [THIRD]: 2 })).toBe(10);
});

test("a rule that forwards nothing holds no step", () => {
  expect(first({ Type: "fixed-response" })).toEqual({ arn: ALB.rule, step: 10 });
});
