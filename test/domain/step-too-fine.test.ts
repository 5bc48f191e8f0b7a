import { expect, test } from "vitest";
import { stepTooFine } from "../../src/domain/step-too-fine.ts";
import { strategyOf } from "../../src/domain/strategy-kinds.ts";
import { A, ALB, forward, SIDES, THIRD } from "./traffic-strategies/listener.ts";

test.each([
  [{ [A]: 1 }, undefined],
  [{ [A]: 100, [THIRD]: 100 }, undefined],
  [{ [A]: 7, [THIRD]: 93 }, undefined],
  [{ [A]: 2, [THIRD]: 1 }, 10],
  [{ [A]: 1, [THIRD]: 1 }, 10],
  [{ [A]: 0, [THIRD]: 1 }, 10],
])("steps of 10%%, 50%% and 100%% on top of %o: too fine is %s", (shares, step) => {
  expect(stepTooFine(strategyOf(ALB), [forward(shares)], SIDES)).toBe(step);
});
