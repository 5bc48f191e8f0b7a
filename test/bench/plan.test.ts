import { expect, test } from "vitest";
import { compareFleet } from "../../bench/plan/compare.ts";
import { measureFortnight } from "../../bench/plan/fortnight.ts";
import { KINDS, SLOT_KINDS } from "../../bench/plan/kinds.ts";
import type { ExpectedRun } from "../../src/domain/calendar/course.ts";

/*
 * What is planned is held against what the real sweep, scan and machines then do on the simulator. `npm run bench -- fortnight` does it with
 * 2,000 servers and a sweep every five minutes; here are one fleet of each kind and a sweep every half hour.
 */
test("a plan of two weeks agrees with what two simulated weeks then do, run by run", async () => {
  const measured = await measureFortnight({ fleets: KINDS.length, servers: 1, days: 14, sweepMinutes: 30 });
  expect(
    measured.compared.flatMap(({ fleet, differences }) => differences.map((each) => `${fleet}: ${each}`)),
  ).toEqual([]);
  // One kind of fleet has no permitted time.
  expect(measured.compared.filter(({ pairs }) => pairs.length > 0).length).toBe(KINDS.length - 1);
  expect(measured.happened).toBeGreaterThanOrEqual(30);
  const known = measured.compared
    .flatMap(({ pairs }) => pairs)
    .filter((pair) => pair.planned.dueBetween === null);
  expect(known.filter(({ lateSeconds }) => lateSeconds < 0)).toEqual([]);
}, 300_000);

test("runs that wait for the account's slots begin as planned, one after the other, whichever is the first", async () => {
  const size = { fleets: 4, servers: 1, days: 6, sweepMinutes: 30, kinds: SLOT_KINDS, atOnce: 1 };
  const { compared, mostOpen, happened } = await measureFortnight(size);
  expect(compared.flatMap(({ differences }) => differences)).toEqual([]);
  expect([mostOpen, happened >= 8]).toEqual([1, true]);
}, 120_000);

const AT = Date.UTC(2026, 11, 1, 9);
const HOUR = 3_600_000;
const planned = (special: Partial<ExpectedRun> = {}): ExpectedRun => ({
  at: AT,
  endsAt: AT + HOUR,
  reason: "age",
  isAsked: false,
  due: [],
  dueCount: 1,
  imageFrom: "ami-1",
  imageTo: "ami-1",
  dueSince: AT,
  waits: [],
  yesWait: null,
  shiftWait: null,
  dueBetween: null,
  ...special,
});
const happened = {
  at: AT + 600_000,
  reason: "age" as const,
  imageTo: "ami-1",
  outcome: "succeeded",
  endedAt: AT + HOUR,
};
const of = (plan: readonly ExpectedRun[], then: readonly (typeof happened)[]) =>
  compareFleet({ fleet: "web", planned: plan, happened: then }, { until: AT + 100 * HOUR, lateSeconds: 1200 })
    .differences;

test("a run that begins within the tolerance agrees", () => {
  expect(of([planned()], [happened])).toEqual([]);
  expect(of([planned({ dueBetween: [AT - HOUR, AT + HOUR] })], [{ ...happened, at: AT - HOUR }])).toEqual([]);
});

test.each([
  ["a run that nobody planned", [], [happened], "not planned: age at 2026-12-01T09:10"],
  ["one that did not begin", [planned()], [], "planned, and did not begin: age at 2026-12-01T09:00"],
  [
    "one before its time",
    [planned()],
    [{ ...happened, at: AT - 1 }],
    "at 2026-12-01T08:59, planned at 2026-12-01T09:00",
  ],
  [
    "one that is late",
    [planned()],
    [{ ...happened, at: AT + 1_200_001 }],
    "at 2026-12-01T09:20, planned at 2026-12-01T09:00",
  ],
  ["one for another reason", [planned({ reason: "image" })], [happened], "for age, planned for image"],
  ["one to another image", [planned({ imageTo: "ami-2" })], [happened], "to ami-1, planned to ami-2"],
  ["one that went back", [planned()], [{ ...happened, outcome: "rolled-back" }], "ended as rolled-back"],
])("%s differs", (_what, plan, then, words) => {
  expect(of(plan, then)).toEqual([words]);
});
