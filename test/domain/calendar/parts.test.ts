import { expect, test } from "vitest";
import { daysIn } from "../../../src/domain/brakes/days-in.ts";
import type { Windows } from "../../../src/domain/brakes/opening.ts";
import { windowsOf } from "../../../src/domain/brakes/windows-settings.ts";
import { permitsOf } from "../../../src/domain/calendar/calendar-at.ts";
import type { CalendarAhead } from "../../../src/domain/calendar/fleet-ahead.ts";
import { behindOf, startRateOf } from "../../../src/domain/calendar/demand.ts";
import { doubleRunCost } from "../../../src/domain/calendar/double-running.ts";
import { lengthOf, overlapOf } from "../../../src/domain/calendar/expected-length.ts";
import { isClosed, permittedTimes } from "../../../src/domain/calendar/permitted.ts";
import { fleetSchema } from "../../../src/domain/declaration/fleet.ts";
import type { RunPointers } from "../../../src/domain/run/run-pointers.ts";
import { ageOf, aheadOf, walk, walkOne } from "../../support/domain/calendar/ahead.ts";
import { DAY, HOUR, MINUTE, named, NEW, NO_BRAKES, NOW } from "../../support/domain/decide/states.ts";

const at = (text: string): number => Date.parse(`${text}Z`);
const HORIZON = { from: NOW, until: NOW + 14 * DAY };

test("the days of a zone are those of its clock, 23 and 25 hours long among them", () => {
  const hours = (zone: string, day: string) =>
    daysIn(zone, at(`${day}T12:00`), at(`${day}T12:00`) + 1).map(({ date, from, to }) => [
      date,
      (to - from) / HOUR,
    ]);
  expect(hours("Europe/Berlin", "2026-03-29")).toEqual([["2026-03-29", 23]]);
  expect(hours("Europe/Berlin", "2026-10-25")).toEqual([["2026-10-25", 25]]);
  expect(hours("UTC", "2026-03-29")).toEqual([["2026-03-29", 24]]);
  const year = daysIn("Europe/Berlin", at("2026-12-31T22:30"), at("2027-01-01T23:30"));
  expect(year.map(({ date }) => date)).toEqual(["2026-12-31", "2027-01-01", "2027-01-02"]);
  expect(year[1]?.from).toBe(at("2026-12-31T23:00"));
  // Midnight is skipped there on that day.
  const [skipped] = daysIn("America/Havana", at("2026-03-08T12:00"), at("2026-03-08T13:00"));
  expect(skipped).toMatchObject({ date: "2026-03-08", from: at("2026-03-08T05:00") });
});

const permitting = (special: {
  readonly permits?: Windows;
  readonly ms?: number;
  readonly freeze?: { readonly reason: string; readonly until: number | null };
}) => ({
  permits: special.permits ?? null,
  state: {
    freeze: special.freeze ?? null,
    brakes: { length: { ms: special.ms ?? 0, by: "last-run" as const } },
  },
});

test("a run may begin as long as one that begins then ends in the window", () => {
  const permits = windowsOf({ allow: ["Mon,Tue 09:00-12:00"] });
  expect(permittedTimes(permitting({ permits, ms: HOUR }), HORIZON, 2)).toEqual([
    { from: at("2026-11-30T09:00"), to: at("2026-11-30T11:00") },
    { from: at("2026-12-01T09:00"), to: at("2026-12-01T11:00") },
  ]);
  expect(permittedTimes(permitting({ permits, ms: 4 * HOUR }), HORIZON, 5)).toEqual([]);
});

test("a freeze and what never opens leave no permitted time; without windows it is any", () => {
  expect(permittedTimes(permitting({}), HORIZON, 5)).toEqual([{ from: NOW, to: HORIZON.until }]);
  const freeze = { reason: "audit", until: NOW + DAY };
  expect(permittedTimes(permitting({ freeze }), HORIZON, 5)).toEqual([
    { from: NOW + DAY, to: HORIZON.until },
  ]);
  expect(permittedTimes(permitting({ freeze: { ...freeze, until: null } }), HORIZON, 5)).toEqual([]);
  const permits = windowsOf({ deny: ["2026-11-01/2027-01-03"] });
  expect(permittedTimes(permitting({ permits }), HORIZON, 5)).toEqual([]);
});

test("what a change calendar closes is no permitted time, beside windows and without", () => {
  const spans: CalendarAhead = [
    { from: NOW, to: at("2026-11-30T10:00"), isOpen: false },
    { from: at("2026-11-30T10:00"), to: at("2026-12-02T00:00"), isOpen: true },
    { from: at("2026-12-02T00:00"), to: null, isOpen: false },
  ];
  const times = (windows: Windows | null, ahead: CalendarAhead) => {
    const permits = permitsOf(windows, ahead);
    return permittedTimes(permitting(permits === null ? {} : { permits }), HORIZON, 5);
  };
  const windows = windowsOf({ allow: ["Mon,Tue 09:00-12:00"] });
  expect(times(windows, spans)).toEqual([
    { from: at("2026-11-30T10:00"), to: at("2026-11-30T12:00") },
    { from: at("2026-12-01T09:00"), to: at("2026-12-01T12:00") },
  ]);
  expect(times(null, spans)).toEqual([{ from: at("2026-11-30T10:00"), to: at("2026-12-02T00:00") }]);
  expect(times(null, { unreadable: "nobody may" })).toEqual([]);
});

test("a day is closed when nothing may begin in any part of it", () => {
  const windows = windowsOf({ allow: ["Mon 23:00-24:00"] });
  const day = (date: string) => ({ from: at(`${date}T00:00`), until: at(`${date}T00:00`) + DAY });
  expect(isClosed(windows, day("2026-11-30"))).toBe(false);
  expect(isClosed(windows, day("2026-12-01"))).toBe(true);
  expect(isClosed(null, day("2026-12-01"))).toBe(false);
});

test("servers that run twice cost price × servers × hours, a minute at least", () => {
  const price = (type: string) => ({ "m7i.large": 0.1008, "t3.medium": 0.0416 })[type] ?? null;
  const types = new Map([
    ["m7i.large", 10],
    ["t3.medium", 5],
  ]);
  expect(doubleRunCost({ types, seconds: 1800 }, price).dollars).toBeCloseTo(0.504 + 0.104, 10);
  expect(doubleRunCost({ types: new Map([["m7i.large", 60]]), seconds: 1 }, price).dollars).toBeCloseTo(
    0.1008,
    10,
  );
  const odd = new Map([
    ["x9.large", 2],
    ["m7i.large", 10],
  ]);
  expect(doubleRunCost({ types: odd, seconds: 3600 }, price)).toEqual({
    dollars: expect.closeTo(1.008, 10) as number,
    unpriced: ["x9.large"],
  });
  expect(doubleRunCost({ types: new Map([["x9.large", 2]]), seconds: 3600 }, price)).toEqual({
    dollars: null,
    unpriced: ["x9.large"],
  });
  expect(doubleRunCost({ types: new Map(), seconds: 3600 }, price)).toEqual({ dollars: null, unpriced: [] });
});

const fleet = fleetSchema.parse({
  fleet: "web",
  template: "lt-0abc",
  image: { channel: "/images/web" },
  traffic: {
    strategy: "alb-weighted",
    rule: "arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/web/1/2",
    targetGroups: [
      "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/a/1",
      "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/b/2",
    ],
    steps: ["10%", "50%", "100%"],
    pause: "10m",
  },
  bake: "1h",
  retire: { drain: "5m", warm: "2h" },
});
const past = (...runs: readonly [id: string, from: number, to: number | null][]): RunPointers => ({
  builtAt: NOW,
  runs: runs.map(([id, startedAt, restsAt]) => ({ id, startedAt, restsAt })),
});

test("a run takes what it declares, or the longest of the last few", () => {
  // 65 s until its servers are healthy, two pauses, 15 s until traffic has settled, bake, and warm.
  const declared = 65 + 1200 + 15 + 3600 + 7200;
  expect(lengthOf(fleet, undefined)).toEqual({ seconds: declared, isMeasured: false });
  expect(lengthOf(fleet, past(["web-1", NOW, null]))).toEqual({ seconds: declared, isMeasured: false });
  const rollouts = past(["web-2", NOW, NOW + 20 * MINUTE], ["web-1", NOW - DAY, NOW - DAY + HOUR]);
  expect(lengthOf(fleet, rollouts)).toEqual({ seconds: 3600, isMeasured: true });
  // One that stood frozen for a week says nothing of the next.
  const frozen = past(["web-2", NOW - 7 * DAY, NOW], ["web-1", NOW - 9 * DAY, NOW - 9 * DAY + HOUR]);
  expect(lengthOf(fleet, frozen)).toEqual({ seconds: 3600, isMeasured: true });
});

test("servers run twice until the last retirement's end, or for a run and a drain", () => {
  const rollouts = past(["web-2", NOW, NOW + HOUR], ["web-1", NOW - DAY, NOW - DAY + HOUR]);
  expect(overlapOf(fleet, { rollouts, retirements: undefined })).toEqual({
    seconds: 3900,
    isMeasured: false,
  });
  const retirements = past(["r-2", NOW + HOUR, null], ["r-1", NOW - DAY + HOUR, NOW - DAY + 3 * HOUR]);
  expect(overlapOf(fleet, { rollouts, retirements })).toEqual({ seconds: 10_800, isMeasured: true });
  const held = { ...rollouts, runs: rollouts.runs.map((each) => ({ ...each, heldMs: HOUR })) };
  expect(overlapOf(fleet, { rollouts: held, retirements })).toEqual({ seconds: 7200, isMeasured: true });
});

test("a fleet that waits for a window as long as its servers may live is behind", () => {
  const windows = windowsOf({ allow: ["Sun 02:00-04:00"] });
  const of = (max: string) =>
    behindOf(
      walkOne(aheadOf({ age: ageOf(max), launched: [NOW], state: { brakes: { ...NO_BRAKES, windows } } })),
      HORIZON,
    );
  expect(of("2d")).toEqual({ fleet: "web", due: 7, begun: 2, by: ["window"] });
  expect(of("7d")).toBeNull();
});

test("who waits for a person is not behind", () => {
  const freeze = { reason: "audit", until: null };
  const course = walkOne(aheadOf({ age: ageOf("1d"), launched: [NOW - DAY], state: { freeze } }));
  expect(behindOf(course, HORIZON)).toBeNull();
});

test("more runs than the account has requests for exceed the start rate", () => {
  const state = { wanted: { named: named(NEW) } };
  const few = walk([aheadOf({ state })]);
  expect(startRateOf(few, HORIZON)).toMatchObject({ duePerDay: 1 / 14, isExceeded: false });
  // 794,880 requests a day are given: of runs that take a million each, one a day is more than begin.
  const draws = [{ after: 0, requests: 1_000_000 }];
  const fleets = Array.from({ length: 20 }, () => aheadOf({ state, draws }));
  expect(startRateOf(walk(fleets), HORIZON)).toMatchObject({ isExceeded: true });
});
