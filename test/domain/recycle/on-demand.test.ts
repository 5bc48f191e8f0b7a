import { expect, test } from "vitest";
import { mayLeave, mixOf, withoutShortage } from "../../../src/domain/recycle/on-demand.ts";

const idsOf = (servers: readonly { readonly id: string }[]) => servers.map(({ id }) => id);
const chosen = (...ids: readonly string[]) => ids.map((id) => ({ id }));
const bought = (base: number, percentAbove: number, onDemand: readonly string[], desired: number) => ({
  mix: { base, percentAbove },
  onDemand: new Set(onDemand),
  desired,
});

test.each([
  [undefined, null],
  [{}, null],
  [{ OnDemandPercentageAboveBaseCapacity: 0 }, null],
  [{ OnDemandBaseCapacity: 2 }, null],
  [
    { OnDemandBaseCapacity: 1, OnDemandPercentageAboveBaseCapacity: 0 },
    { base: 1, percentAbove: 0 },
  ],
  [{ OnDemandPercentageAboveBaseCapacity: 99 }, { base: 0, percentAbove: 99 }],
])("of %j a group buys both: %j", (InstancesDistribution, mix) => {
  expect(mixOf(InstancesDistribution && { InstancesDistribution })).toEqual(mix);
});

test.each([
  [1, 0, 4, 1],
  [1, 0, 0, 0],
  [0, 50, 5, 3],
  [2, 25, 6, 3],
])("a base of %d and %d %% of the rest is, of %d servers, %d", (base, percentAbove, desired, many) => {
  const all = ["od-1", "od-2", "od-3", "od-4"];
  expect(mayLeave(all, bought(base, percentAbove, all, desired))).toHaveLength(4 - many);
});

test("the last On-Demand servers of a base are not given up for Spot servers, the others go", () => {
  const group = bought(2, 0, ["od-1", "od-2"], 6);
  expect(idsOf(withoutShortage(chosen("od-1", "spot-1", "od-2"), group))).toEqual(["spot-1"]);
  expect(idsOf(withoutShortage(chosen("od-1"), bought(2, 0, ["od-1", "od-2", "od-3"], 6)))).toEqual(["od-1"]);
});

test("as many go as On-Demand servers come for them, those named first", () => {
  const group = bought(0, 50, ["od-1", "od-2", "od-3", "od-4"], 8);
  expect(idsOf(withoutShortage(chosen("od-1", "od-2"), group))).toEqual(["od-1"]);
  expect(idsOf(withoutShortage(chosen("od-1", "spot-1", "od-2", "spot-2"), group))).toEqual([
    "od-1",
    "spot-1",
    "od-2",
    "spot-2",
  ]);
});

test("when substitutes have come, who would leave too few On-Demand servers stays", () => {
  expect(mayLeave(["od-1", "od-2"], bought(0, 50, ["od-1", "od-2", "od-3"], 4))).toEqual(["od-1"]);
  expect(mayLeave(["od-1", "spot-1"], bought(1, 0, ["od-1"], 4))).toEqual(["spot-1"]);
  expect(mayLeave(["od-1"], bought(1, 0, ["od-1", "od-2"], 4))).toEqual(["od-1"]);
});
