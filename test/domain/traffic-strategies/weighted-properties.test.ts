import fc from "fast-check";
import { expect, test } from "vitest";
import { albWeighted } from "../../../src/domain/traffic-strategies/alb-weighted.ts";
import { forwardWeights } from "../../../src/domain/traffic-strategies/weights.ts";
import type { ListenerAction, TrafficChange } from "../../../src/domain/traffic-strategy.ts";
import { A, ALB, B, SIDES, THIRD } from "../../support/domain/traffic-strategies/listener.ts";

const weight = fc.integer({ min: 0, max: 999 });
// Together as much as two weights can be read to be: the pair's sum is given to one of them at 0% and at 100%.
const pairs = weight.chain((sum) =>
  fc.integer({ min: 0, max: sum }).map((green) => [sum - green, green] as const),
);
const strangers = fc.uniqueArray(
  fc.record({ TargetGroupArn: fc.constantFrom(THIRD, `${THIRD}2`), Weight: weight }),
  {
    selector: ({ TargetGroupArn }) => TargetGroupArn,
  },
);
const forwards = fc.record({
  pair: pairs,
  strangers,
  stickiness: fc.option(
    fc.record({ Enabled: fc.boolean(), DurationSeconds: fc.integer({ min: 1, max: 604_800 }) }),
  ),
});
type Forward = typeof forwards extends fc.Arbitrary<infer T> ? T : never;

const actionOf = ({ pair: [blue, green], strangers: others, stickiness }: Forward): ListenerAction => ({
  Type: "forward",
  Order: 2,
  ForwardConfig: {
    TargetGroups: [...others, { TargetGroupArn: A, Weight: blue }, { TargetGroupArn: B, Weight: green }],
    ...(stickiness && { TargetGroupStickinessConfig: stickiness }),
  },
});
const bare = fc
  .constantFrom(A, B, THIRD)
  .map((TargetGroupArn): ListenerAction => ({ Type: "forward", TargetGroupArn }));
const other = fc.record({ Type: fc.constantFrom("authenticate-cognito", "redirect"), Order: fc.nat(5) });
const actions = fc
  .tuple(fc.array(other, { maxLength: 2 }), fc.oneof(forwards.map(actionOf), bare))
  .map(([first, last]): ListenerAction[] => [...first, last]);
const percents = fc.integer({ min: 0, max: 100 });

/** The actions as they are after a change: what was written, or what was there. */
const after = (
  before: readonly ListenerAction[],
  changes: readonly TrafficChange[],
): readonly ListenerAction[] => (changes[0]?.kind === "write-actions" ? changes[0].actions : before);
const move = (before: readonly ListenerAction[], percent: number) =>
  after(before, albWeighted.change(ALB, { kind: "actions", actions: before }, { percent, sides: SIDES }));
const foreign = (list: readonly ListenerAction[]) =>
  (forwardWeights(list) ?? []).filter(({ arn }) => arn !== A && arn !== B);
const sumOfPair = (list: readonly ListenerAction[]) =>
  (forwardWeights(list) ?? []).reduce(
    (sum, each) => sum + (each.arn === A || each.arn === B ? each.weight : 0),
    0,
  );

test("what is not ours is unchanged", () => {
  fc.assert(
    fc.property(actions, percents, (before, percent) => {
      const written = move(before, percent);
      expect(foreign(written)).toEqual(foreign(before));
      expect(written.filter(({ Type }) => Type !== "forward")).toEqual(
        before.filter(({ Type }) => Type !== "forward"),
      );
      expect(written.at(-1)?.ForwardConfig?.TargetGroupStickinessConfig).toEqual(
        before.at(-1)?.ForwardConfig?.TargetGroupStickinessConfig,
      );
      // With nobody else in the action the pair's weight is free.
      expect(sumOfPair(written)).toBe(foreign(before).length > 0 ? sumOfPair(before) : sumOfPair(written));
    }),
  );
});

test("weights are whole numbers from 0 to 999", () => {
  fc.assert(
    fc.property(actions, percents, (before, percent) => {
      for (const { weight: written } of forwardWeights(move(before, percent)) ?? []) {
        expect(written).toBeGreaterThanOrEqual(0);
        expect(written).toBeLessThanOrEqual(999);
        expect(Number.isInteger(written)).toBe(true);
      }
    }),
  );
});

test("alone in the action, what is read is what was written", () => {
  fc.assert(
    fc.property(forwards, percents, (given, percent) => {
      const written = move([actionOf({ ...given, strangers: [] })], percent);
      expect(albWeighted.read(ALB, { kind: "actions", actions: written }, SIDES)).toEqual({ percent });
    }),
  );
});

test("beside others too, for each declared step and for the way back, once the pair has weight enough to tell them apart", () => {
  fc.assert(
    fc.property(
      forwards,
      fc.constantFrom(0, 10, 50, 100),
      fc.integer({ min: 4, max: 999 }),
      (given, percent, sum) => {
        const written = move([actionOf({ ...given, pair: [sum, 0] })], percent);
        expect(albWeighted.read(ALB, { kind: "actions", actions: written }, SIDES)).toEqual({ percent });
      },
    ),
  );
});

test("a second change to the same share is none", () => {
  fc.assert(
    fc.property(actions, percents, (before, percent) => {
      const written = move(before, percent);
      expect(move(written, percent)).toEqual(written);
    }),
  );
});
