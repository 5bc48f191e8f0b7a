import { describe, expect, test } from "vitest";
import { shiftHold } from "../../../src/domain/decide/brakes.ts";
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
        "the next window to begin in opens at 2026-11-30 20:00:00Z; moult rollout start web --force does not wait for it",
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

  test("is not waited for by a person, whatever else is more urgent", () => {
    const special = {
      wanted: { launchedBefore: launchedBefore(NOW) },
      findings: [tooOld({ kind: "access" })],
    };
    expect(braked(inWindow(NIGHTS), special)).toMatchObject({ act: "start", reason: "access" });
  });

  test("has to last for what is declared, where no run says how long one takes", () => {
    const length = { ms: HOUR, by: "declaration" as const };
    expect(braked({ ...inWindow({ allow: ["Sun 11:00-12:30"] }), length })).toMatchObject({
      reason: expect.stringContaining(
        "the window that is open does not last for the 1h that its pauses, its bake and its warm time take",
      ),
    });
  });

  test("does not last for as long as the last run took: the next one is waited for", () => {
    const brakes = {
      ...inWindow({ allow: ["Sun 11:00-12:30", "Mon 11:00-14:00"] }),
      length: { ms: HOUR, by: "last-run" as const },
    };
    expect(braked(brakes)).toMatchObject({
      because: "window",
      reason: expect.stringContaining(
        "the window that is open does not last for the 1h that the last run took; the next window to begin in opens at 2026-11-30 11:00:00Z",
      ),
    });
  });

  test("that is never long enough, or never opens again, waits for a person", () => {
    expect(
      braked({
        ...inWindow({ allow: ["Sun 11:00-12:30"] }),
        length: { ms: 2 * HOUR, by: "last-run" as const },
      }),
    ).toMatchObject({
      reason: expect.stringContaining(
        "no window lasts for the 2h that the last run took: declare a longer one, or windows.fits: false",
      ),
      nextAt: null,
    });
    expect(braked(inWindow({ allow: ["2026-01-01/2026-01-02"] }))).toMatchObject({
      reason: expect.stringContaining(
        "no window to begin in opens within the next 400 days: declare another one",
      ),
      nextAt: null,
    });
  });
});

describe("a change calendar", () => {
  const calendar = (state: "OPEN" | "CLOSED" | "unreadable", nextAt: number | null = null) => ({
    windows: windowsOf({}),
    calendar: {
      name: "Freeze",
      reading: { state, nextAt, reason: "no such document", readAt: NOW, passes: false },
    },
  });

  test("that is closed holds an image until it opens, and one that is open holds nothing", () => {
    expect(braked(calendar("CLOSED", NOW + HOUR))).toEqual({
      act: "leave",
      because: "window",
      reason:
        "change calendar Freeze is closed until 2026-11-29 13:00:00Z; moult rollout start web --force does not wait for it",
      nextAt: NOW + HOUR,
    });
    expect(braked(calendar("OPEN", NOW + HOUR))).toMatchObject({ act: "start" });
  });

  test("and windows are both waited for: what opens in a closed window is of no use", () => {
    const both = {
      ...calendar("CLOSED", NOW + HOUR),
      ...inWindow({ allow: ["Sun 11:00-12:30", "Sun 20:00-22:00"] }),
    };
    expect(braked(both)).toMatchObject({ because: "window", nextAt: NOW + 8 * HOUR });
  });

  test("that closes too soon for a run is waited for", () => {
    const length = { ms: 2 * HOUR, by: "last-run" as const };
    expect(braked({ ...calendar("OPEN", NOW + HOUR), length })).toMatchObject({
      because: "window",
      reason: expect.stringContaining(
        "Freeze closes at 2026-11-29 13:00:00Z, before the 2h that the last run took",
      ),
      nextAt: NOW + HOUR,
    });
  });

  test("that cannot be read holds, and names itself as what holds", () => {
    expect(braked(calendar("unreadable"))).toMatchObject({ because: "calendar", nextAt: null });
  });

  test("holds servers that are too old, too, and no person", () => {
    const old = { findings: [tooOld()] };
    expect(braked({ ...calendar("CLOSED"), hardAgeAt: NOW }, old)).toMatchObject({ because: "window" });
    expect(braked(calendar("CLOSED"), { wanted: { pin: pinned(NEW) } })).toMatchObject({ act: "start" });
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
        "2 of 2 runs a day have begun: the next one may begin at 2026-11-29 16:00:00Z; moult rollout start web --force does not wait for it",
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

describe("green's first traffic", () => {
  const held = (settings: { allow?: string[]; deny?: string[] }, isHard = false) =>
    shiftHold({ ...NO_BRAKES, ...inWindow(settings), length: { ms: 30 * DAY, by: "last-run" } }, isHard, NOW);

  test("waits for a window in which nothing more has to fit, and says until when", () => {
    expect(held({ allow: ["Sun 11:00-13:00"] })).toBeNull();
    expect(held(NIGHTS)).toEqual({
      by: "window",
      reason:
        "green's first traffic waits (windows.gates: shift): the next window to begin in opens at 2026-11-30 20:00:00Z",
      nextAt: NOW + 32 * HOUR,
    });
  });

  test("of what is too old waits for what is denied alone", () => {
    expect(held(NIGHTS, true)).toBeNull();
    expect(held({ deny: ["Sun 11:00-13:00"] }, true)).toMatchObject({ by: "window" });
  });
});
