import { describe, expect, test } from "vitest";
import {
  asScheduled,
  growthTo,
  restedSizes,
  sizesAfter,
} from "../../../src/domain/schedule/scheduled-sizes.ts";

const sizes = (min: number, desired: number, max: number) => ({ min, desired, max });
const none = { min: null, max: null, desired: null };

describe("the sizes after an action", () => {
  test.each([
    ["desired alone", { ...none, desired: 8 }, sizes(2, 8, 10)],
    ["a minimum raises what is desired", { ...none, min: 6 }, sizes(6, 6, 10)],
    ["a maximum lowers what is desired", { ...none, max: 3 }, sizes(2, 3, 3)],
    ["all three", { min: 1, max: 20, desired: 15 }, sizes(1, 15, 20)],
  ])("%s", (_what, action, expected) => {
    expect(sizesAfter(action, sizes(2, 4, 10))).toEqual(expected);
  });
  test.each([
    ["more than the maximum", { ...none, desired: 11 }],
    ["fewer than the minimum", { ...none, desired: 1 }],
    ["a minimum above the maximum", { ...none, min: 11 }],
  ])("are none, as Auto Scaling refuses %s", (_what, action) => {
    expect(sizesAfter(action, sizes(2, 4, 10))).toBeNull();
  });
});

const later = { desired: 3, max: 5, found: { desired: 8, max: 10 } };

describe("while traffic moves", () => {
  test("what is put off counts for the next action, unless the side has grown since", () => {
    expect(asScheduled(sizes(2, 8, 10), later)).toEqual(sizes(2, 3, 5));
    expect(asScheduled(sizes(2, 9, 10), later)).toEqual(sizes(2, 9, 10));
    expect(asScheduled(sizes(2, 8, 10), null)).toEqual(sizes(2, 8, 10));
  });
  test.each([
    ["more servers", sizes(2, 8, 10), { min: 8 }],
    ["more servers and room for them", sizes(2, 12, 12), { min: 12, max: 12 }],
    ["room alone", sizes(2, 4, 12), { max: 12 }],
    ["nothing for fewer", sizes(1, 2, 5), null],
  ])("a side gets %s", (_what, wanted, expected) => {
    expect(growthTo(wanted, sizes(2, 4, 10))).toEqual(expected);
  });
});

describe("when traffic rests", () => {
  test.each([
    ["gets what was put off", sizes(3, 8, 10), { desired: 3, max: 5 }],
    ["that has grown since keeps its servers", sizes(3, 9, 10), { max: 9 }],
    ["whose maximum somebody raised keeps that", sizes(3, 8, 11), { desired: 3 }],
    ["that is smaller by now is not made larger", sizes(1, 2, 4), null],
  ])("a group %s", (_what, found, expected) => {
    expect(restedSizes({ later }, found)).toEqual(expected);
  });
  test("nothing fell due: nothing is set", () => {
    expect(restedSizes({ later: null }, sizes(3, 8, 10))).toBeNull();
  });
});
