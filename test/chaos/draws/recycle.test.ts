import { expect, test } from "vitest";
import { drawPlan } from "../../../chaos/draws/draw-plan.ts";

const plans = Array.from({ length: 2000 }, (_, seed) => drawPlan(seed, undefined));
const recycling = plans.filter(({ fleet }) => fleet.recycle !== undefined);

test("a third of the fleets replace servers in place, each with a reason to", () => {
  expect(recycling.length).toBeGreaterThan(500);
  expect(recycling.length).toBeLessThan(800);
  for (const { fleet, hands = [] } of recycling) {
    expect(fleet.servers).toBeGreaterThan(0);
    expect(fleet.drift?.["security-groups"]).toBe("auto");
    expect(hands.some(({ kind }) => kind === "group-added")).toBe(true);
  }
});

test("what people keep is free again when faults end, and some do not say why", () => {
  const keeps = recycling.flatMap(({ keeps: kept = [], faultySeconds }) =>
    kept.map((each) => ({ ...each, faultySeconds })),
  );
  expect(keeps.length).toBeGreaterThan(300);
  for (const { afterSeconds, undoneAfter, faultySeconds } of keeps)
    expect(afterSeconds + undoneAfter).toBeLessThanOrEqual(faultySeconds);
  expect(keeps.some(({ isWhole }) => !isWhole)).toBe(true);
});

test("nothing else is drawn for the fleets that do not", () => {
  const others = plans.filter(({ fleet }) => fleet.recycle === undefined);
  expect(others.filter(({ keeps }) => keeps !== undefined)).toEqual([]);
});
