import { expect, test } from "vitest";
import { givenSizes, lacksSubstitutes, withFewer } from "../../../src/domain/recycle/given-sizes.ts";
import { batch, HELD, SUBSTITUTE } from "../../support/recycle/fake-recycle-step.ts";

const held = { size: HELD.size, isUnseen: false };
/** Four servers and a substitute, with the minimum that moult holds. */
const GROUP = { minSize: 5, maxSize: 8, desired: 5, instances: [] };
const begun = batch({ substitutes: [SUBSTITUTE] });
const isolated = batch({
  servers: [{ id: "i-old", zone: "a", state: "isolated" }],
  substitutes: [SUBSTITUTE],
});
const standby = (id: string) => ({ id, lifecycleState: "Standby" });

test.each([
  ["what moult has set", begun, GROUP, { fewer: 0 }],
  ["the minimum of before", begun, { ...GROUP, minSize: 4 }, { fewer: 0 }],
  ["more servers", begun, { ...GROUP, desired: 9 }, { fewer: 0 }],
  ["a larger minimum", begun, { ...GROUP, minSize: 6, desired: 6 }, { min: 6, fewer: 0 }],
  ["a larger maximum", begun, { ...GROUP, maxSize: 20 }, { max: 20, fewer: 0 }],
  ["fewer servers than its own", begun, { ...GROUP, minSize: 3, desired: 3 }, { min: 3, fewer: 2 }],
  ["as many as before, with one out", isolated, { ...GROUP, minSize: 4, desired: 4 }, { fewer: 0 }],
  [
    "a server of somebody's in standby",
    begun,
    { ...GROUP, desired: 4, instances: [standby("i-1")] },
    { fewer: 0 },
  ],
] as const)("a group shows %s", (_what, of, group, given) => {
  expect(givenSizes(of, held, group)).toEqual(given);
});

test("what was set a moment ago may be read as it was before", () => {
  expect(givenSizes(begun, { ...held, isUnseen: true }, { ...GROUP, minSize: 3, desired: 3 })).toEqual({
    fewer: 0,
  });
});

test("a group that is to have fewer has none too many any more, and no substitute for its server", () => {
  const smaller = withFewer(begun, 2);
  expect(smaller).toMatchObject({ wanted: 0, minimum: 3 });
  expect(givenSizes(smaller, held, { ...GROUP, desired: 3 }).fewer).toBe(0);
  expect([begun, smaller, isolated].map(lacksSubstitutes)).toEqual([false, true, false]);
});
