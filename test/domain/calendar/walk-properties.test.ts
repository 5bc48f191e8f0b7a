import fc from "fast-check";
import { expect, test } from "vitest";
import { openingFrom } from "../../../src/domain/brakes/opening.ts";
import { windowsOf } from "../../../src/domain/brakes/windows-settings.ts";
import type { Course } from "../../../src/domain/calendar/course.ts";
import type { FleetAhead } from "../../../src/domain/calendar/fleet-ahead.ts";
import type { Reason } from "../../../src/domain/run/cause.ts";
import { ageOf, aheadOf, TAKES, walk } from "../../support/domain/calendar/ahead.ts";
import { anyState } from "../../support/domain/decide/any-state.ts";
import { DAY, HOUR, NOW } from "../../support/domain/decide/states.ts";

const RUNS = { numRuns: 150 };
const UNSTOPPED: readonly Reason[] = ["access", "health", "operator"];

const weekly = fc.constantFrom(
  "Mon-Fri 09:00-17:00 Europe/Berlin",
  "Sat 22:00-04:00 America/New_York",
  "Tue,Thu 00:00-24:00 Asia/Tokyo",
  "2026-12-01/2026-12-05 Asia/Tokyo",
);
const windows = fc
  .record({
    allow: fc.array(weekly, { maxLength: 2 }),
    deny: fc.array(weekly, { maxLength: 1 }),
  })
  .map(({ allow, deny }) => (allow.length + deny.length === 0 ? null : windowsOf({ allow, deny })));
const budget = fc.option(
  fc.record({
    perDay: fc.integer({ min: 1, max: 3 }),
    perReason: fc.constantFrom({}, { age: 1 }, { image: 1, age: 2 }),
  }),
  { nil: null },
);
const age = fc.constantFrom(
  undefined,
  ageOf("2h"),
  ageOf("30h", "50%"),
  ageOf("4d", "10%", "6d"),
  ageOf("20d", "90%", "20d"),
);

/** Any fleet that a ledger could hold, whose servers were launched within the last week. */
const anyFleet: fc.Arbitrary<FleetAhead> = fc
  .record({
    state: anyState,
    age,
    windows,
    budget,
    fits: fc.boolean(),
    launched: fc.array(fc.integer({ min: 0, max: 7 * 24 }), { minLength: 1, maxLength: 3 }),
    requests: fc.constantFrom(10, 10_000),
  })
  .map(({ state, age: settings, windows: when, budget: most, fits, launched, requests }) => {
    const servers = launched.map((hours) => NOW - hours * HOUR);
    const hard = settings?.hardMax === undefined ? null : Math.min(...servers) + settings.hardMax * 1000;
    const brakes = { ...state.brakes, windows: when, budget: most, hardAgeAt: hard };
    return aheadOf({
      age: settings,
      fits,
      launched: servers,
      draws: [{ after: 0, requests }],
      state: { ...state, brakes: { ...brakes, length: { ms: fits ? TAKES * 1000 : 0, by: "last-run" } } },
    });
  });
const anyFleets = fc.array(anyFleet, { minLength: 1, maxLength: 4 });

const each = (check: (fleet: FleetAhead, course: Course) => void): void =>
  fc.assert(
    fc.property(anyFleets, (fleets) => {
      walk(fleets).forEach((course, index) => {
        const fleet = fleets[index];
        if (fleet) check(fleet, course);
      });
    }),
    RUNS,
  );

/** What is older than it may ever be waits for no budget and for nothing but what is denied (docs/decisions/039). */
function isHard({ age: settings, state }: FleetAhead, { runs }: Course, index: number): boolean {
  const run = runs[index];
  const launched = index === 0 ? state.brakes.hardAgeAt : null;
  if (settings?.hardMax === undefined || run === undefined) return false;
  const hardAt = launched ?? (runs[index - 1]?.at ?? Infinity) + settings.hardMax * 1000;
  return run.at >= hardAt && run.imageTo === run.imageFrom;
}

test("a fleet has one run at a time, each after it was due, and none before now or after the end", () => {
  let ran = 0;
  each((_fleet, { runs }) => {
    runs.forEach((run, index) => {
      expect(run.at).toBeGreaterThanOrEqual(runs[index - 1]?.endsAt ?? NOW);
      expect(run.at).toBeLessThan(NOW + 14 * DAY);
      expect(run.endsAt).toBe(run.at + TAKES * 1000);
      expect(run.dueSince).toBeLessThanOrEqual(run.at);
      expect(run.due.length).toBeGreaterThan(0);
      ran += 1;
    });
  });
  expect(ran).toBeGreaterThan(RUNS.numRuns);
});

test("nothing begins in what is denied, or outside of what is allowed, but for a person", () => {
  each((fleet, course) => {
    const { windows: when, length } = fleet.state.brakes;
    if (when === null) return;
    course.runs.forEach((run, index) => {
      if (run.isAsked) return;
      const asked = isHard(fleet, course, index) ? { ...when, allow: [] } : when;
      expect(openingFrom(asked, run.at, length.ms)?.from).toBe(run.at);
    });
  });
});

test("no budget is exceeded at any instant, but for what no budget stops", () => {
  each((fleet, course) => {
    const { budget: most, begun } = fleet.state.brakes;
    if (most === null) return;
    const before = begun.map(({ at, reason }) => ({ at: Math.min(at, NOW), reason }));
    course.runs.forEach((run, index) => {
      const earlier = [...before, ...course.runs.slice(0, index)];
      const lately = earlier.filter(({ at }) => run.at - at < DAY);
      if (run.isAsked || UNSTOPPED.includes(run.reason) || isHard(fleet, course, index)) return;
      expect(lately.length).toBeLessThan(most.perDay ?? Infinity);
      const ofReason = lately.filter(({ reason }) => reason === run.reason);
      expect(ofReason.length).toBeLessThan(most.perReason?.[run.reason] ?? Infinity);
    });
  });
});

test("nothing begins in a freeze", () => {
  each(({ state }, { runs }) => {
    for (const run of runs) {
      const { freeze } = state;
      expect(freeze === null || (freeze.until !== null && freeze.until <= run.at)).toBe(true);
    }
  });
});

test("what is expected in a week is the first half of what is expected in two", () => {
  fc.assert(
    fc.property(anyFleets, (fleets) => {
      const [week, two] = [walk(fleets, 7), walk(fleets, 14)];
      week.forEach(({ runs }, index) => {
        const all = two[index]?.runs ?? [];
        expect(runs).toEqual(all.filter(({ at }) => at < NOW + 7 * DAY));
      });
    }),
    RUNS,
  );
});

test("waits follow each other without a gap from when it is due until it begins", () => {
  each((_fleet, { runs }) => {
    for (const { waits, dueSince, at } of runs) {
      const instants = [dueSince, ...waits.flatMap(({ from, to }) => [from, to]), at];
      // In pairs: each ends where the next one begins.
      const even = instants.filter((_, index) => index % 2 === 0);
      expect(instants.filter((_, index) => index % 2 === 1)).toEqual(even);
    }
  });
});
