import { describe, expect, test } from "vitest";
import { decide } from "../../../src/domain/decide/decide.ts";
import type { FleetState } from "../../../src/domain/decide/fleet-state.ts";
import { windowsOf } from "../../../src/domain/brakes/windows-settings.ts";
import {
  DAY,
  HOUR,
  launchedBefore,
  MINUTE,
  named,
  NEW,
  NO_BRAKES,
  NOW,
  OLD,
  pinned,
  stateOf,
  tooOld,
} from "../../support/domain/decide/states.ts";

/** NOW is a Sunday, 12:00 UTC. */
const NIGHTS = { allow: ["Mon-Thu 20:00-06:00"] };
const news = { named: named(NEW) };
type Brakes = FleetState["brakes"];
const braked = (brakes: Partial<Brakes>, special: Parameters<typeof stateOf>[0] = { wanted: news }) =>
  decide(stateOf({ ...special, brakes: { ...NO_BRAKES, ...brakes } }), NOW);
const inWindow = (settings: { allow?: string[]; deny?: string[] }): Partial<Brakes> => ({
  windows: windowsOf(settings),
});

describe("a window", () => {
  test("that is closed holds an image, and says when it opens and how it is not waited for", () => {
    expect(braked(inWindow(NIGHTS))).toEqual({
      act: "leave",
      because: "window",
      reason:
        "the next window to begin in opens at 2026-11-30 20:00:00Z; moult rollout start --force does not wait for it",
      nextAt: NOW + 32 * HOUR,
    });
  });

  test("that is open holds nothing", () => {
    expect(braked(inWindow({ allow: ["Sun 11:00-13:00"] }))).toMatchObject({ act: "start", reason: "image" });
  });

  test("is not waited for where a person asks for it: by --force, by --image", () => {
    expect(braked(inWindow(NIGHTS), { wanted: { launchedBefore: launchedBefore(NOW) } })).toMatchObject({
      act: "start",
      reason: "operator",
    });
    expect(braked(inWindow(NIGHTS), { wanted: { pin: pinned(NEW) } })).toMatchObject({ act: "start" });
  });

  test("does not last for as long as the last run took: the next one is waited for", () => {
    const brakes = { ...inWindow({ allow: ["Sun 11:00-12:30", "Mon 11:00-14:00"] }), lengthMs: HOUR };
    expect(braked(brakes)).toMatchObject({
      because: "window",
      reason: expect.stringContaining(
        "the window that is open does not last for the 1h that the last run took; the next window to begin in opens at 2026-11-30 11:00:00Z",
      ),
    });
  });

  test("that is never long enough, or never opens again, waits for a person", () => {
    expect(braked({ ...inWindow({ allow: ["Sun 11:00-12:30"] }), lengthMs: 2 * HOUR })).toMatchObject({
      reason: expect.stringContaining("no window is as long as the last run took (2h)"),
      nextAt: null,
    });
    expect(braked(inWindow({ allow: ["2026-01-01/2026-01-02"] }))).toMatchObject({
      reason: expect.stringContaining("no window to begin in opens any more: declare another one"),
      nextAt: null,
    });
  });
});

describe("a budget", () => {
  const begun = (
    hoursAgo: readonly number[],
    reason: "image" | "age" | "operator" = "image",
  ): Brakes["begun"] => hoursAgo.map((hours) => ({ run: `r-${hours}`, at: NOW - hours * HOUR, reason }));

  test("that is used up holds an image until the oldest is a day ago", () => {
    expect(braked({ budget: { perDay: 2 }, begun: begun([3, 20]) })).toEqual({
      act: "leave",
      because: "budget",
      reason:
        "2 of 2 runs a day have begun: the next one may begin at 2026-11-29 16:00:00Z; moult rollout start --force does not wait for it",
      nextAt: NOW + 4 * HOUR,
    });
  });

  test("counts the last 24 hours, and what a person began, too", () => {
    expect(braked({ budget: { perDay: 2 }, begun: begun([3, 24]) })).toMatchObject({ act: "start" });
    expect(braked({ budget: { perDay: 1 }, begun: begun([3], "operator") })).toMatchObject({
      because: "budget",
    });
  });

  test("for one reason leaves the others alone", () => {
    const brakes = { budget: { perReason: { age: 1 } }, begun: begun([3], "age") };
    expect(braked(brakes)).toMatchObject({ act: "start", reason: "image" });
    expect(braked(brakes, { findings: [tooOld()] })).toMatchObject({
      because: "budget",
      reason: expect.stringContaining("1 of 1 runs a day for age have begun"),
    });
  });

  test("stops no person", () => {
    expect(
      braked({ budget: { perDay: 1 }, begun: begun([3]) }, { wanted: { pin: pinned(NEW) } }),
    ).toMatchObject({ act: "start" });
  });

  test("of runs that another clock says are still to be begun is free a day from now", () => {
    const later = [{ run: "r-1", at: NOW + 10 * DAY, reason: "image" as const }];
    expect(braked({ budget: { perDay: 1 }, begun: later })).toMatchObject({ nextAt: NOW + DAY });
  });
});

describe("servers older than they may ever be", () => {
  const old = { findings: [tooOld()] };
  const used: Partial<Brakes> = {
    budget: { perDay: 1 },
    begun: [{ run: "r-1", at: NOW - HOUR, reason: "age" }],
  };

  test("wait for neither an allowed window nor the budget", () => {
    const brakes = { ...inWindow(NIGHTS), ...used, hardAgeAt: NOW };
    expect(braked(brakes, old)).toMatchObject({ act: "start", reason: "age" });
  });

  test("wait as long as they are not so old yet, and it is said when they are", () => {
    const brakes = { ...inWindow(NIGHTS), hardAgeAt: NOW + MINUTE };
    expect(braked(brakes, old)).toMatchObject({ because: "window", nextAt: NOW + MINUTE });
  });

  test("wait for what is denied", () => {
    const brakes = { ...inWindow({ deny: ["2026-11-20/2026-12-24"] }), hardAgeAt: NOW };
    expect(braked(brakes, old)).toMatchObject({ because: "window", nextAt: Date.UTC(2026, 11, 25) });
  });

  test("are replaced by what they run: the new image waits for its window", () => {
    const brakes = { ...inWindow(NIGHTS), hardAgeAt: NOW };
    expect(braked(brakes, { ...old, wanted: news })).toMatchObject({
      act: "start",
      reason: "age",
      target: { image: OLD },
    });
  });
});
