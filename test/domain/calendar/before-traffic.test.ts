import { expect, test } from "vitest";
import { windowsOf } from "../../../src/domain/brakes/windows-settings.ts";
import type { ApprovalAsk } from "../../../src/domain/approval/approval-ask.ts";
import type { OpenAhead } from "../../../src/domain/calendar/fleet-ahead.ts";
import { behindOf } from "../../../src/domain/calendar/demand.ts";
import { toTrafficOf } from "../../../src/domain/calendar/expected-length.ts";
import { fleetSchema } from "../../../src/domain/declaration/fleet.ts";
import { ageOf, aheadOf, TAKES, walkOne } from "../../support/domain/calendar/ahead.ts";
import {
  DAY,
  HOUR,
  MINUTE,
  NEW,
  named,
  NO_BRAKES,
  NOW,
  OLD,
  run,
  TEMPLATE,
} from "../../support/domain/decide/states.ts";

// Now is Sunday 2026-11-29, 12:00 UTC.
const at = (text: string): number => Date.parse(`2026-${text}Z`);
const state = (allow: string) => ({
  wanted: { named: named(NEW) },
  brakes: { ...NO_BRAKES, windows: windowsOf({ allow: [allow] }) },
});
const READY = { toTraffic: 480, gatesShift: true };

test("a green that is ready after its window has closed waits for the next one, and the run lasts so much longer", () => {
  const { runs } = walkOne(aheadOf({ ...READY, state: state("Mon 09:00-09:06") }));
  expect(runs).toMatchObject([
    { at: at("11-30T09:00"), shiftWait: { from: at("11-30T09:08"), to: at("12-07T09:00") } },
  ]);
  const [run] = runs;
  expect(run?.endsAt).toBe(at("11-30T09:00") + TAKES * 1000 + at("12-07T09:00") - at("11-30T09:08"));
});

test.each([
  ["is ready while the window is open", { ...READY, state: state("Mon 09:00-09:30") }],
  ["is bound at its begin alone", { toTraffic: null, state: state("Mon 09:00-09:06") }],
  ["may have traffic at any time", { ...READY, state: { wanted: { named: named(NEW) } } }],
])("one that %s does not", (_what, special) => {
  expect(walkOne(aheadOf(special)).runs).toMatchObject([{ shiftWait: null }]);
});

test("where no window opens again nobody knows until when, and nothing is begun beside it", () => {
  const ahead = aheadOf({
    ...READY,
    age: ageOf("1d"),
    launched: [NOW - DAY],
    state: state("2026-11-29T12:00/2026-11-29T12:06"),
  });
  const course = walkOne(ahead);
  expect(course.runs).toMatchObject([{ at: NOW, shiftWait: { from: NOW + 8 * MINUTE, to: null } }]);
  expect(behindOf(course, { from: NOW, until: NOW + 14 * DAY })?.by).toEqual(["window"]);
});

test("what a person asks for does not wait", () => {
  const brakes = state("Mon 09:00-09:06").brakes;
  const launchedBefore = { instant: NOW, by: "ada", reason: "new kernel", at: NOW };
  const { runs } = walkOne(aheadOf({ ...READY, state: { brakes, wanted: { launchedBefore } } }));
  expect(runs).toMatchObject([{ reason: "operator", at: NOW, shiftWait: null }]);
});

test("what is too old to wait gets its traffic outside of an allowed window, never in a denied one", () => {
  const old = (windows: Parameters<typeof windowsOf>[0]) =>
    walkOne(
      aheadOf({
        ...READY,
        age: ageOf("1d", "0%", "2d"),
        launched: [NOW - 3 * DAY],
        state: { brakes: { ...NO_BRAKES, windows: windowsOf(windows), hardAgeAt: NOW - DAY } },
      }),
    ).runs[0];
  expect(old({ allow: ["Mon 09:00-09:06"] })).toMatchObject({ at: NOW, shiftWait: null });
  expect(old({ deny: ["Sun 12:05-13:00"] })).toMatchObject({
    at: NOW,
    shiftWait: { from: NOW + 8 * MINUTE, to: NOW + 60 * MINUTE },
  });
});

const fleet = (more: object) =>
  fleetSchema.parse({
    fleet: "web",
    template: "lt-0abc",
    image: { channel: "/images/web" },
    traffic: { strategy: "none" },
    bake: "20m",
    retire: { warm: "1h" },
    ...more,
  });

const SETTINGS = { before: "shift", deadline: 172_800 } as const;
const asked = (onDeadline: "proceed" | "reject", special: object = {}) => ({
  toTraffic: 480,
  state: {
    wanted: { named: named(NEW) },
    approvals: { settings: { ...SETTINGS, onDeadline }, asks: [] },
    ...special,
  },
});

test("a green that needs a yes waits for its deadline, and the next run begins at the end of that", () => {
  const { runs } = walkOne(aheadOf({ ...asked("proceed"), age: ageOf("1d") }), 3);
  const ready = NOW + 8 * MINUTE;
  const yesWait = { from: ready, to: ready + 2 * DAY, onDeadline: "proceed" };
  expect(runs[0]).toMatchObject({ at: NOW, endsAt: NOW + TAKES * 1000 + 2 * DAY, yesWait, shiftWait: null });
  // Its servers were too old while it waited.
  expect(runs[1]).toMatchObject({ at: runs[0]?.endsAt, reason: "age" });
});

test("one that nobody says yes to is rejected then, and so is the same again; servers stay what they were", () => {
  const course = walkOne(aheadOf({ ...asked("reject"), age: ageOf("10d"), launched: [NOW - 5 * DAY] }), 14);
  const ready = NOW + 8 * MINUTE;
  expect(
    course.runs.map(({ at: begins, reason, imageFrom, imageTo, endsAt }) => [
      begins,
      reason,
      imageFrom,
      imageTo,
      endsAt,
    ]),
  ).toEqual([
    [NOW, "image", OLD, NEW, ready + 2 * DAY],
    [NOW + 5 * DAY, "age", OLD, OLD, NOW + 5 * DAY + 8 * MINUTE + 2 * DAY],
  ]);
  expect(course.waits).toMatchObject([{ by: "except", from: NOW + 7 * DAY + 8 * MINUTE, to: null }]);
});

test("after a yes that comes by the deadline a window is waited for, and neither counts for what has to fit into one", () => {
  const brakes = { ...NO_BRAKES, windows: windowsOf({ allow: ["Sun 11:00-13:00", "Wed 11:00-13:00"] }) };
  const ahead = { ...asked("proceed", { brakes }), gatesShift: true, fits: true, age: ageOf("5d") };
  const [first, second] = walkOne(aheadOf(ahead)).runs;
  const yes = NOW + 8 * MINUTE + 2 * DAY;
  expect(first).toMatchObject({
    at: NOW,
    yesWait: { to: yes },
    shiftWait: { from: yes, to: at("12-02T11:00") },
  });
  expect(second?.at).toBe(at("12-06T11:00"));
});

const openRun = (special: Partial<OpenAhead> = {}): OpenAhead => ({
  since: NOW - HOUR,
  isReady: true,
  needsYes: false,
  needsWindow: false,
  isForAge: false,
  ...special,
});
/** The end of the open run, by when the next one begins: its servers are too old at once. */
const nextAt = (special: Parameters<typeof aheadOf>[0]) =>
  walkOne(aheadOf({ ...READY, age: ageOf("1h"), ...special })).runs[0]?.at;

test("an open run whose green waits for a window ends when that has opened, and what is due waits for its end", () => {
  const open = run({ phase: "AwaitApproval" });
  const windowed = { ...state("Mon 09:00-23:00"), open };
  // What is left then is what comes after the first traffic.
  const over = at("11-30T09:02");
  expect(nextAt({ state: windowed, openRun: openRun({ needsWindow: true }) })).toBe(over);
  // Green is ready eight minutes after the begin.
  const young = openRun({ since: NOW - MINUTE, isReady: false, needsWindow: true });
  expect(nextAt({ state: { ...windowed, ...state("Sun 11:00-12:05"), open }, openRun: young })).toBe(
    at("12-06T11:02"),
  );
  // Too old to wait for an allowed one.
  const hard = { ...windowed, brakes: { ...windowed.brakes, hardAgeAt: NOW } };
  const forAge = openRun({ needsWindow: true, isForAge: true });
  expect(walkOne(aheadOf({ ...READY, state: hard, openRun: forAge })).runs).toEqual([]);
});

const ask = (special: Partial<ApprovalAsk> = {}): ApprovalAsk => ({
  kind: "shift",
  key: "shift web-1",
  image: NEW,
  templateVersion: 7,
  template: TEMPLATE,
  what: "the first traffic of web-g5",
  rollout: "web-1",
  green: "web-g5",
  askedAt: NOW - HOUR,
  until: NOW + DAY,
  onDeadline: "proceed",
  answer: null,
  ...special,
});
const answer = { by: "ada", proof: "none", reason: "seen", at: NOW, isRecorded: true } as const;

test.each([
  ["is asked about until its deadline", [ask()], NOW + DAY + 2 * MINUTE],
  ["is not asked about yet", [], NOW + 2 * DAY + 2 * MINUTE],
  ["was asked about for another rollout", [ask({ rollout: "web-0" })], NOW + 2 * DAY + 2 * MINUTE],
  ["is approved", [ask({ answer: { ...answer, verdict: "approved" } })], NOW + MINUTE],
] as const)("an open run whose green %s ends accordingly", (_what, asks, ends) => {
  const approvals = { settings: { ...SETTINGS, onDeadline: "proceed" as const }, asks };
  const open = run({ phase: "AwaitApproval" });
  expect(nextAt({ state: { approvals, open }, openRun: openRun({ needsYes: true }) })).toBe(ends);
});

test("an open run that is rejected at its deadline leaves what was there", () => {
  const approvals = { settings: null, asks: [ask({ onDeadline: "reject" })] };
  const state = { wanted: { named: named(NEW) }, approvals, open: run({ phase: "AwaitApproval" }) };
  const course = walkOne(aheadOf({ toTraffic: 480, state, openRun: openRun({ needsYes: true }) }));
  expect(course).toMatchObject({ runs: [], waits: [{ by: "except", from: NOW + DAY, to: null }] });
  const rejected = [ask({ answer: { ...answer, verdict: "rejected" } })];
  const now = walkOne(
    aheadOf({
      toTraffic: 480,
      state: { ...state, approvals: { settings: null, asks: rejected } },
      openRun: openRun({ needsYes: true }),
    }),
  );
  expect(now).toMatchObject({ runs: [], waits: [{ by: "except", from: NOW, to: null }] });
});

test("when green is ready is what runs took, without what is declared to come after", () => {
  const gates = fleet({ windows: { allow: ["Mon 09:00-10:00"], fits: false, gates: "shift" } });
  const measured = (seconds: number) => toTrafficOf(gates, { seconds, isMeasured: true });
  expect([measured(600 + 1200 + 3600), measured(0)]).toEqual([600, 65]);
  expect(toTrafficOf(fleet({}), { seconds: 6000, isMeasured: true })).toBeNull();
  const approval = { before: "shift", deadline: "1d" };
  expect(toTrafficOf(fleet({ approval }), { seconds: 5400, isMeasured: true })).toBe(600);
});
