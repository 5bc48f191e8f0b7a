import { expect, test } from "vitest";
import { cases } from "../../bench/recycle/cases.ts";
import { measureRecycle, type MeasuredRecycle } from "../../bench/recycle/measure.ts";
import { missedGoals } from "../../bench/recycle/recycle.ts";

test("ten of a hundred servers at once, and five hundred of a fleet's twelve hundred, are measured", () => {
  expect(cases.map(({ servers, due }) => [servers, due])).toEqual([
    [100, 10],
    [1200, 500],
  ]);
});

test("servers are replaced in two batches, the most overdue first, and users lose nothing", async () => {
  const given = { servers: 12, due: 4, atOnce: 2 };
  const measured = await measureRecycle(given);
  expect(missedGoals(given, measured)).toEqual([]);
  expect(measured).toMatchObject({ servers: 12, replaced: 4, batches: 2, requestsLost: 0, mostAtOnce: 2 });
  expect(measured.leastInService).toBeGreaterThanOrEqual(12);
});

test("every goal that is missed is named", () => {
  const bad: MeasuredRecycle = {
    servers: 10,
    replaced: 1,
    awsCalls: 61,
    elapsedRatio: 1.2,
    requestsLost: 3,
    leastInService: 9,
    mostAtOnce: 2,
    outOfOrder: 1,
    batches: 2,
    elapsedSeconds: 1,
    callsByAction: {},
  };
  expect(missedGoals({ servers: 10, due: 2, atOnce: 1, mostCalls: 60, mostRatio: 1.1 }, bad)).toHaveLength(7);
});
