import { expect, test } from "vitest";
import { windowsOf } from "../../../src/domain/brakes/windows-settings.ts";
import { behindOf } from "../../../src/domain/calendar/demand.ts";
import { toTrafficOf } from "../../../src/domain/calendar/expected-length.ts";
import { fleetSchema } from "../../../src/domain/declaration/fleet.ts";
import { ageOf, aheadOf, TAKES, walkOne } from "../../support/domain/calendar/ahead.ts";
import { DAY, MINUTE, NEW, named, NO_BRAKES, NOW } from "../../support/domain/decide/states.ts";

// Now is Sunday 2026-11-29, 12:00 UTC.
const at = (text: string): number => Date.parse(`2026-${text}Z`);
const state = (allow: string) => ({
  wanted: { named: named(NEW) },
  brakes: { ...NO_BRAKES, windows: windowsOf({ allow: [allow] }) },
});
const READY = { toTraffic: 480 };

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

test("when green is ready is what runs took, without what is declared to come after", () => {
  const gates = fleet({ windows: { allow: ["Mon 09:00-10:00"], fits: false, gates: "shift" } });
  const measured = (seconds: number) => toTrafficOf(gates, { seconds, isMeasured: true });
  expect([measured(600 + 1200 + 3600), measured(0)]).toEqual([600, 65]);
  expect(toTrafficOf(fleet({}), { seconds: 6000, isMeasured: true })).toBeNull();
});
