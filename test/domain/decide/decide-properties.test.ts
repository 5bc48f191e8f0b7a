import fc from "fast-check";
import { expect, test } from "vitest";
import { openingFrom, type Windows } from "../../../src/domain/brakes/opening.ts";
import { decide } from "../../../src/domain/decide/decide.ts";
import { wantedTarget } from "../../../src/domain/decide/due-targets.ts";
import { runEnd } from "../../../src/domain/decide/end-run.ts";
import { standsAgainst } from "../../../src/domain/decide/excepted-reason.ts";
import type { FleetState, OpenRun, WantedTarget } from "../../../src/domain/decide/fleet-state.ts";
import { pinInForce } from "../../../src/domain/decide/wanted.ts";
import { runName } from "../../../src/rollout/convergence/run-name.ts";
import { anyState, nows, openRuns, restingState } from "../../support/domain/decide/any-state.ts";
import { DAY, run } from "../../support/domain/decide/states.ts";

const RUNS = { numRuns: 2000 };

const isTarget = (
  { image, templateVersion }: WantedTarget,
  other: { readonly image: string; readonly templateVersion: number },
): boolean =>
  other.image === image && (templateVersion === null || other.templateVersion === templateVersion);

test("every state has one answer, and a no has a reason", () => {
  fc.assert(
    fc.property(anyState, nows, (state, now) => {
      const decision = decide(state, now);
      const words = decision.act === "leave" ? [decision.reason] : decision.due.map(({ what }) => what);
      expect(words).not.toEqual([]);
      expect(words).not.toContain("");
      expect(decide(structuredClone(state), now)).toEqual(decision);
    }),
    RUNS,
  );
});

test("nothing is begun that a freeze, an open run, a quarantine or a refusal holds", () => {
  fc.assert(
    fc.property(anyState, nows, (state, now) => {
      const decision = decide(state, now);
      if (decision.act === "leave") return;
      const { freeze, open, quarantined, except, live, attempts } = state;
      const { target } = decision;
      expect(freeze === null || (freeze.until !== null && freeze.until <= now)).toBe(true);
      expect(open).toBeNull();
      expect(quarantined.has(target.image)).toBe(false);
      expect(except.filter((each) => isTarget(target, each) && standsAgainst(each, live))).toEqual([]);
      const waits = attempts.last.filter(
        ({ image, nextAt }) => image === target.image && now < (nextAt ?? 0),
      );
      expect(waits).toEqual([]);
    }),
    RUNS,
  );
});

test("nothing is begun outside of its windows or beyond its budget but for a person, or what is too old for that", () => {
  fc.assert(
    fc.property(restingState, nows, (state, now) => {
      const decision = decide(state, now);
      if (decision.act === "leave" || decision.due.some(({ reason }) => reason === "operator")) return;
      const { windows, budget, begun, hardAgeAt, length } = state.brakes;
      const isHard = hardAgeAt !== null && hardAgeAt <= now && decision.target.image === state.live?.image;
      const opensNow = (asked: Windows, lengthMs: number): boolean =>
        openingFrom(asked, now, lengthMs)?.from === now;
      const isDenied = windows !== null && !opensNow({ ...windows, allow: [] }, 0);
      const isOutside = windows !== null && !isHard && !opensNow(windows, length.ms);
      const lately = begun.filter(({ at }) => now - at < DAY).length;
      const isBound = !isHard && !["access", "health"].includes(decision.reason);
      const isUsedUp = isBound && lately >= (budget?.perDay ?? Infinity);
      expect({ isDenied, isOutside, isUsedUp }).toEqual({
        isDenied: false,
        isOutside: false,
        isUsedUp: false,
      });
    }),
    RUNS,
  );
});

test("nothing is begun but the wanted target and the live one", () => {
  fc.assert(
    fc.property(restingState, nows, (state, now) => {
      const decision = decide(state, now);
      if (decision.act === "leave") return;
      const { image, templateVersion } = decision.target;
      const wanted = wantedTarget(state, now);
      const isLive = state.live?.image === image && state.live.templateVersion === templateVersion;
      expect(isLive || (wanted?.image === image && wanted.templateVersion === templateVersion)).toBe(true);
    }),
    RUNS,
  );
});

/** All instants that a state names, and those around them. */
function instantsOf(state: FleetState, now: number): number[] {
  const named = [
    state.freeze?.until,
    pinInForce(state.wanted, state.source, now)?.until,
    ...state.findings.map(({ dueAt }) => dueAt),
    state.ageDueAt,
    ...state.attempts.last.map(({ nextAt }) => nextAt),
    state.brakes.hardAgeAt,
    ...state.approvals.asks.map(({ until }) => until),
    ...state.brakes.begun.map(({ at }) => Math.min(at, now) + DAY),
  ];
  return named.flatMap((at) => (at == null ? [] : [at - 1, at]).filter((each) => each > now));
}

test("a no stays the same until the instant that it names", () => {
  fc.assert(
    fc.property(anyState, nows, (state, now) => {
      const decision = decide(state, now);
      if (decision.act === "start") return;
      const { nextAt, ...same } = decision;
      expect(nextAt ?? Infinity).toBeGreaterThan(now);
      const sooner = instantsOf(state, now).filter((at) => at < (nextAt ?? Infinity));
      // A closed window, a calendar, a budget and slots stand in each other's way: which is said first is no matter.
      const brakes = ["window", "calendar", "budget", "slots"];
      const because = brakes.includes(same.because) ? brakes : [same.because];
      for (const at of sooner)
        expect(decide(state, at)).toMatchObject({
          act: "leave",
          because: expect.toBeOneOf(because) as string,
        });
    }),
    RUNS,
  );
});

test("a freeze and a wait are over at the instant that they name", () => {
  fc.assert(
    fc.property(anyState, nows, (state, now) => {
      const decision = decide(state, now);
      if (decision.act === "start" || decision.nextAt === null || decision.because === "running") return;
      const then = decide(state, decision.nextAt);
      const isFrozen = then.act === "leave" && then.because === "frozen";
      expect(isFrozen).toBe(false);
      // When a window opens no record says.
      const known = state.brakes.windows === null ? instantsOf(state, now) : [decision.nextAt];
      expect(known).toContain(decision.nextAt);
    }),
    RUNS,
  );
});

const opened = (target: WantedTarget, state: FleetState): OpenRun =>
  run({
    target: {
      image: target.image,
      templateVersion: target.templateVersion ?? state.live?.templateVersion ?? 7,
    },
  });

test("the run that is begun goes on as long as nothing changes", () => {
  fc.assert(
    fc.property(restingState, nows, (state, now) => {
      const decision = decide(state, now);
      if (decision.act === "leave") return;
      const open = opened(decision.target, state);
      expect(runEnd({ ...state, open }, open, now)).toBeNull();
    }),
    RUNS,
  );
});

test("after a run that another target ended, its own is not begun again", () => {
  let ended = 0;
  fc.assert(
    fc.property(restingState, openRuns, nows, (state, open, now) => {
      const end = runEnd({ ...state, open }, open, now);
      if (end?.error !== "Superseded") return;
      ended += 1;
      const next = decide(state, now);
      expect(next.act === "start" && isTarget(next.target, open.target)).toBe(false);
    }),
    RUNS,
  );
  expect(ended).toBeGreaterThan(100);
});

test("a run that goes back, or whose traffic has moved from a blue that cannot take it back, is ended by a quarantine alone", () => {
  fc.assert(
    fc.property(anyState, openRuns, nows, fc.boolean(), (state, open, now, hasMovedTraffic) => {
      const late = { ...open, hasMovedTraffic, mayReturn: false, isEnding: !hasMovedTraffic };
      const end = runEnd(state, late, now);
      expect(end?.error ?? null).toBe(state.quarantined.has(late.target.image) ? "Quarantined" : null);
    }),
    RUNS,
  );
});

test("two that decide about the same state start the same execution", () => {
  fc.assert(
    fc.property(restingState, nows, nows, (state, now, later) => {
      const [one, other] = [decide(state, now), decide(structuredClone(state), later)];
      if (one.act === "leave" || other.act === "leave") return;
      const isSame =
        JSON.stringify([one.target, one.due.map(({ key }) => key).sort()]) ===
        JSON.stringify([other.target, other.due.map(({ key }) => key).sort()]);
      expect(runName("web", one) === runName("web", other)).toBe(isSame);
    }),
    RUNS,
  );
});

test("no other image than the one that runs is begun without a yes, where that is declared", () => {
  fc.assert(
    fc.property(restingState, nows, (state, now) => {
      const decision = decide(state, now);
      const { settings, asks } = state.approvals;
      if (decision.act === "leave" || settings?.before !== "launch") return;
      const { image, templateVersion } = decision.target;
      if (state.live?.image === image && state.live.templateVersion === templateVersion) return;
      const yes = asks.filter(
        ({ answer, onDeadline, until }) =>
          answer?.verdict === "approved" || (answer === null && onDeadline === "proceed" && until <= now),
      );
      expect(yes).toContainEqual(expect.objectContaining({ image, templateVersion }));
    }),
    RUNS,
  );
});
