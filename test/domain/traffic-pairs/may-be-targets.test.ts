import { expect, test } from "vitest";
import type { Generation } from "../../../src/domain/generation.ts";
import { mayBeTargets } from "../../../src/domain/traffic-pairs/may-be-targets.ts";
import { generation } from "../../support/cli/records.ts";

const numbers = (...all: Partial<Generation>[]) =>
  mayBeTargets(all.map((each) => generation(each))).map(({ number }) => number);

test("a retained generation has no place where the live one serves", () => {
  const retained = { number: 6, state: "retained", targetGroup: "tg-a" } as const;
  expect(numbers(retained, { number: 8, state: "live", targetGroup: "tg-a" })).toEqual([8]);
  expect(numbers(retained, { number: 7, state: "live", targetGroup: "tg-b" })).toEqual([6, 7]);
  const pairs = { targetGroup: "tg-c", targetGroups: ["tg-c", "tg-a"] };
  expect(numbers(retained, { number: 8, state: "live", ...pairs })).toEqual([8]);
  expect(numbers(retained)).toEqual([6]);
});

test("any other that stands has", () => {
  const here = { targetGroup: "tg-a" };
  expect(
    numbers(
      { number: 5, state: "gone", ...here },
      { number: 6, state: "retiring", ...here },
      { number: 7, state: "launching", ...here },
      { number: 8, state: "live", ...here },
    ),
  ).toEqual([6, 7, 8]);
});
