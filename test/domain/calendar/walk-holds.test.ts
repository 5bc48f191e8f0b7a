import { expect, test } from "vitest";
import type { Course } from "../../../src/domain/calendar/course.ts";
import { windowsOf } from "../../../src/domain/brakes/windows-settings.ts";
import { ageOf, aheadOf, walk, walkOne } from "../../support/domain/calendar/ahead.ts";
import {
  DAY,
  failed,
  HOUR,
  MINUTE,
  named,
  NEW,
  NO_BRAKES,
  NOW,
  OLD,
  pinned,
  run,
  tooOld,
  unsettled,
} from "../../support/domain/decide/states.ts";

// Now is Sunday 2026-11-29, 12:00 UTC.
const begins = ({ runs }: Course): string[] =>
  runs.map((each) => `${new Date(each.at).toISOString().slice(5, 16)} ${each.reason}`);
const waitsOf = ({ runs }: Course) => runs.map(({ waits }) => waits.map(({ by }) => by));
const newImage = { wanted: { named: named(NEW) } };

test.each([
  [
    "a freeze with an end",
    { freeze: { reason: "audit", until: NOW + DAY } },
    "11-30T12:00 image",
    ["frozen"],
  ],
  ["a wait after a failure", { attempts: failed(NEW, NOW + HOUR) }, "11-29T13:00 image", ["back-off"]],
])("%s is waited out", (_what, state, begin, by) => {
  const course = walkOne(aheadOf({ state: { ...newImage, ...state } }));
  expect(begins(course)).toEqual([begin]);
  expect(waitsOf(course)).toEqual([by]);
});

test.each([
  ["a freeze without an end", { freeze: { reason: "audit", until: null } }, "frozen"],
  ["a quarantine", { quarantined: new Map([[NEW, "sick"]]) }, "quarantine"],
  [
    "a refusal",
    { except: [{ image: NEW, templateVersion: 7, since: NOW, by: "ada", reason: "no" }] },
    "except",
  ],
  [
    "a rollout that needs a person",
    { needsPerson: { ...unsettled, target: { image: NEW, templateVersion: 7 } } },
    "needs-person",
  ],
])("%s is said, and nobody knows when it ends", (_what, state, by) => {
  const course = walkOne(aheadOf({ state: { ...newImage, ...state } }));
  expect(course.runs).toEqual([]);
  expect(course.waits).toMatchObject([{ by, from: NOW, to: null }]);
});

test("what is due later than now waits for its due date; what is only observed begins nothing", () => {
  const findings = [
    tooOld({ kind: "health", field: "retirement", dueAt: NOW + 2 * DAY, observed: "on Thursday" }),
    tooOld({ kind: "drift", field: "tags", mode: "report" }),
  ];
  expect(begins(walkOne(aheadOf({ state: { findings } })))).toEqual(["12-01T12:00 health"]);
});

test("what waits together begins together, for the most urgent of it, and the budget of that one counts", () => {
  const windows = windowsOf({ allow: ["Mon 09:00-10:00"] });
  const findings = [
    tooOld(),
    tooOld({ kind: "drift", field: "tags" }),
    tooOld({ kind: "health", field: "retirement", dueAt: NOW + HOUR }),
  ];
  const brakes = {
    ...NO_BRAKES,
    windows,
    budget: { perDay: 1 },
    begun: [{ run: "before", at: NOW, reason: "age" as const }],
  };
  const course = walkOne(aheadOf({ state: { findings, brakes } }));
  expect(begins(course)).toEqual(["11-30T09:00 health"]);
  expect(course.runs[0]).toMatchObject({ dueCount: 3, dueSince: NOW });
});

test("a server that is too old and belongs to a storm begins nothing", () => {
  const fleet = aheadOf({ age: ageOf("1d"), launched: [NOW - 2 * DAY], unheeded: new Set(["i-1"]) });
  expect(walkOne(fleet).runs).toEqual([]);
});

test("a pin that ends brings what the declaration names back", () => {
  const pin = pinned(NEW, { until: NOW + 3 * DAY });
  const course = walkOne(aheadOf({ state: { wanted: { pin } } }));
  expect(begins(course)).toEqual(["11-29T12:00 operator", "12-02T12:00 image"]);
  expect(course.runs.map(({ imageTo }) => imageTo)).toEqual([NEW, OLD]);
});

test("an open run ends when runs end as a rule, and its target is what runs then", () => {
  const open = run({ target: { image: NEW, templateVersion: 7 } });
  const state = { ...newImage, open };
  const openRun = {
    since: NOW - MINUTE,
    isReady: false,
    needsYes: false,
    needsWindow: false,
    isForAge: false,
  };
  const course = walkOne(aheadOf({ age: ageOf("1d"), state, openRun }), 2);
  // Its servers are a day old a day after it began, not after now.
  expect(begins(course)).toEqual(["11-30T11:59 age", "12-01T11:59 age"]);
});

test("an open run that goes back, or that stands frozen for good, lets nothing begin that anybody knows of", () => {
  const back = walkOne(
    aheadOf({ state: { ...newImage, open: run({ isEnding: true, deadlineAt: NOW + HOUR }) } }),
  );
  expect(back).toMatchObject({ runs: [], last: { leave: { because: "running" } } });
  const frozen = walkOne(aheadOf({ state: { open: run(), freeze: { reason: "audit", until: null } } }));
  expect(frozen.runs).toEqual([]);
});

test("fleets begin as the account has requests for them, in the order in which they asked", () => {
  const draws = [{ after: 0, requests: 92 }];
  const fleets = Array.from({ length: 4 }, () => aheadOf({ state: newImage, draws }));
  const courses = walk(fleets);
  expect(courses.map(({ runs }) => (runs[0]?.at ?? 0) - NOW)).toEqual([0, 10_000, 20_000, 30_000]);
  expect(courses.map(waitsOf)).toEqual([[[]], [["start-rate"]], [["start-rate"]], [["start-rate"]]]);
});

test("a person's start does not wait for others", () => {
  const draws = [{ after: 0, requests: 920 }];
  const fleets = [
    aheadOf({ state: newImage, draws }),
    aheadOf({ state: { wanted: { pin: pinned(NEW) } }, draws }),
  ];
  expect(walk(fleets).map(({ runs }) => runs[0]?.at)).toEqual([NOW, NOW]);
});

test("whose start is booked in a window that closes before waits for the next one", () => {
  const draws = [{ after: 0, requests: 9200 }];
  const brakes = { ...NO_BRAKES, windows: windowsOf({ allow: ["Sun 11:00-12:10", "Mon 09:00-10:00"] }) };
  const courses = walk([
    aheadOf({ state: newImage, draws }),
    aheadOf({ state: { ...newImage, brakes }, draws }),
  ]);
  expect(courses.map(begins)).toEqual([["11-29T12:00 image"], ["11-30T09:00 image"]]);
  expect(waitsOf(courses[1] as Course)).toEqual([["start-rate", "window"]]);
});

test("of the account's slots the next fleet takes what the end of a run gives back", () => {
  const fleets = ["a", "b", "c"].map((fleet) => aheadOf({ state: { ...newImage, fleet } }));
  const courses = walk(fleets, 14, { atOnce: 1, open: [] });
  const minutes = courses.map(({ runs }) => runs.map((each) => Math.round((each.at - NOW) / MINUTE)));
  expect(minutes).toEqual([[0], [10], [20]]);
  expect(courses.map(waitsOf)).toEqual([[[]], [["slots"]], [["slots"]]]);
});

test("a slot that is held by a run of which nobody knows the end is held to the end", () => {
  const [course] = walk([aheadOf({ state: newImage })], 14, {
    atOnce: 1,
    open: [{ fleet: "api", run: "api-1" }],
  });
  expect(course).toMatchObject({ runs: [], waits: [{ by: "slots", to: null }] });
});

test.each([
  ["proceed", ["12-01T12:00 image"]],
  ["reject", []],
] as const)(
  "an approval before launch is asked for, waited for until its deadline, and then: %s",
  (onDeadline, then) => {
    const settings = { before: "launch", deadline: 172_800, onDeadline } as const;
    const course = walkOne(aheadOf({ state: { ...newImage, approvals: { settings, asks: [] } } }));
    expect(begins(course)).toEqual(then);
    const waits = course.runs[0]?.waits ?? course.waits;
    expect(waits).toMatchObject([
      { by: "approval", from: NOW, to: then.length === 0 ? null : NOW + 2 * DAY },
    ]);
  },
);
