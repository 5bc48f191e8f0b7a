import { expect, test } from "vitest";
import { runEnd, wouldEnd } from "../../../src/domain/decide/end-run.ts";
import type { FleetState, OpenRun } from "../../../src/domain/decide/fleet-state.ts";
import {
  failed,
  HOUR,
  launchedBefore,
  MINUTE,
  named,
  NEW,
  NEWEST,
  NOW,
  OLD,
  pinned,
  run,
  stateOf,
  TEMPLATE,
} from "../../support/domain/decide/states.ts";

const toNew = { wanted: { named: named(NEW) } };
const toNewest = { wanted: { named: named(NEWEST) } };
const force = launchedBefore(NOW - HOUR);
const again = run({ target: { image: OLD, templateVersion: 7 } });
const quarantined = (...images: readonly string[]) => new Map(images.map((image) => [image, "5xx answers"]));

const GOES_ON: readonly (readonly [when: string, state: FleetState, open: OpenRun])[] = [
  ["to what is wanted", stateOf(toNew), run()],
  ["while nothing is known to be wanted", stateOf({ wanted: { named: null } }), run()],
  ["after traffic has moved", stateOf(toNewest), run({ hasMovedTraffic: true })],
  [
    "after traffic has moved, to blue's image, since blue cannot take it back any more",
    stateOf(),
    run({ hasMovedTraffic: true, mayReturn: false }),
  ],
  [
    "after traffic has moved, to blue's image, which is in quarantine",
    stateOf({ quarantined: quarantined(OLD) }),
    run({ hasMovedTraffic: true }),
  ],
  ["after traffic has moved, again from blue's image", stateOf(), { ...again, hasMovedTraffic: true }],
  ["that goes back already", stateOf(toNewest), run({ isEnding: true })],
  [
    "to its own image, though that is waited with",
    stateOf({ ...toNew, attempts: failed(NEW, NOW + 1) }),
    run(),
  ],
  [
    "by the image that runs, while the wanted one is waited with",
    stateOf({ wanted: { named: named(NEW), launchedBefore: force }, attempts: failed(NEW, NOW + MINUTE) }),
    again,
  ],
  [
    "by the image that runs, while the wanted one is in quarantine",
    stateOf({ wanted: { named: named(NEW), launchedBefore: force }, quarantined: quarantined(NEW) }),
    again,
  ],
  [
    "whose target nobody may begin again, since nothing else may be either",
    stateOf({
      ...toNew,
      except: [{ image: NEW, templateVersion: 7, since: NOW, by: "ada", reason: "wrong image" }],
    }),
    run(),
  ],
];

const ENDS: readonly (readonly [when: string, state: FleetState, open: OpenRun, error: string])[] = [
  ["when another image is named", stateOf(toNewest), run(), "Superseded"],
  [
    "when another image is named, though that is in quarantine",
    stateOf({ ...toNewest, quarantined: quarantined(NEWEST) }),
    run(),
    "Superseded",
  ],
  ["when the channel is set back to what runs", stateOf(), run(), "Superseded"],
  [
    "when it is set back to what blue runs, though traffic has moved",
    stateOf(),
    run({ hasMovedTraffic: true }),
    "Superseded",
  ],
  [
    "when a person pins another image",
    stateOf({ wanted: { named: named(NEW), pin: pinned(NEWEST, { insteadOf: NEW }) } }),
    run(),
    "Superseded",
  ],
  [
    "when the template has another default version",
    stateOf({ wanted: { named: named(NEW), template: { id: TEMPLATE, version: 8, at: NOW } } }),
    run(),
    "Superseded",
  ],
  [
    "by the image that runs, when the wait of the wanted one is over",
    stateOf({ wanted: { named: named(NEW), launchedBefore: force }, attempts: failed(NEW, NOW) }),
    again,
    "Superseded",
  ],
  [
    "when its image comes into quarantine",
    stateOf({ ...toNew, quarantined: quarantined(NEW) }),
    run(),
    "Quarantined",
  ],
  [
    "when its image comes into quarantine after traffic has moved",
    stateOf({ ...toNew, quarantined: quarantined(NEW) }),
    run({ hasMovedTraffic: true }),
    "Quarantined",
  ],
];

test.each(GOES_ON)("a run goes on %s", (_what, state, open) => {
  expect(runEnd({ ...state, open }, open, NOW)).toBeNull();
});

test.each(ENDS)("a run ends %s", (_what, state, open, error) => {
  expect(runEnd({ ...state, open }, open, NOW)?.error).toBe(error);
});

test("why a run ends is told with where the fleet goes instead", () => {
  expect(runEnd(stateOf(toNewest), run(), NOW)?.reason).toBe(
    `the fleet is to run ${NEWEST} from template version 7 now, before traffic moved`,
  );
  const unread = stateOf({ ...toNewest, template: "lt-other" });
  expect(runEnd(unread, run(), NOW)?.reason).toBe(`the fleet is to run ${NEWEST} now, before traffic moved`);
  expect(runEnd(stateOf({ ...toNew, quarantined: quarantined(NEW) }), run(), NOW)?.reason).toBe(
    `${NEW} was put in quarantine since the rollout was admitted`,
  );
});

test("a start ends a run to another image, before its traffic moves", () => {
  expect(wouldEnd(run(), { image: NEWEST, blue: OLD })).toBe(true);
  expect(wouldEnd(run(), { image: NEW, blue: OLD })).toBe(false);
  expect(wouldEnd(run({ hasMovedTraffic: true }), { image: NEWEST, blue: OLD })).toBe(false);
  expect(wouldEnd(run({ isEnding: true }), { image: NEWEST, blue: OLD })).toBe(false);
});

test("a start ends a run to the image that blue runs, as long as blue stands by", () => {
  const moved = run({ hasMovedTraffic: true });
  expect(wouldEnd(moved, { image: OLD, blue: OLD })).toBe(true);
  expect(wouldEnd({ ...moved, mayReturn: false }, { image: OLD, blue: OLD })).toBe(false);
  expect(wouldEnd({ ...moved, isEnding: true }, { image: OLD, blue: OLD })).toBe(false);
  expect(wouldEnd({ ...moved, target: again.target }, { image: OLD, blue: OLD })).toBe(false);
  expect(wouldEnd(moved, { image: NEWEST, blue: null })).toBe(false);
});
