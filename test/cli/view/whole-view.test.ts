import { describe, expect, test } from "vitest";
import { renderView } from "../../../cli/view/render-view.ts";
import type { FleetView } from "../../../src/views/fleet/fleet-view.ts";
import { entry, rollout, STEADY } from "../../support/cli/records.ts";

const NOON = Date.UTC(2026, 10, 21, 12);
const WHY = `gate http: i-0a3f and i-0b77 answered 503, and ${"what they said was long ".repeat(8)}end`;
const SIZE = { width: 80, height: 10, colour: false, now: NOON + 600_000 };

const view = (special: Parameters<typeof rollout>[0], more: Partial<FleetView> = {}): FleetView => ({
  fleet: "web",
  explanation: STEADY,
  attention: [],
  unsent: null,
  retirements: [],
  rollout: rollout(special),
  findings: [],
  ageDue: null,
  steps: [],
  generations: [],
  entries: [],
  frozen: undefined,
  standing: undefined,
  except: [],
  ...more,
});

const ENDED = {
  phase: "CloseRollout",
  endedAt: NOON + 300_000,
  outcome: "rolled-back",
  outcomeReason: WHY,
  failure: { phase: "ValidateGreen", error: "GateFailed", reason: WHY, imageAtFault: true },
} as const;

describe("the last frame", () => {
  const frame = renderView(view(ENDED, { entries: [entry({ reason: WHY })] }), { ...SIZE, whole: true });

  test("says all of why it ended, wrapped under its label", () => {
    expect(frame.find((row) => row.startsWith("ended"))).toContain(
      "✕ rolled back; traffic is on generation 6",
    );
    const from = frame.findIndex((row) => row.startsWith("why"));
    const said = frame.slice(
      from,
      frame.findIndex((row, at) => at > from && !row.startsWith("         ")),
    );
    expect(said.length).toBeGreaterThan(2);
    expect(said.map((row) => row.slice(9)).join(" ")).toBe(WHY);
    expect(Math.max(...frame.map(({ length }) => length))).toBeLessThanOrEqual(80);
  });

  test("names the phase that failed, and what to do", () => {
    expect(frame.join("\n")).toContain("CloseRollout, 8 of 8, ValidateGreen failed");
    expect(frame).toContain("do       moult history web --rollout web-1");
  });

  test.each([
    ["leave", "except", "moult rollout retry web"],
    ["leave", "back-off", "moult rollout retry web"],
    ["leave", "quarantine", "moult quarantine lift ami-0bbb --fleet web --reason <text>"],
    ["start", null, "moult rollout start web"],
    ["leave", "nothing-due", undefined],
  ] as const)(
    "of what is decided now (%s, %s) it says how the same is begun again: %s",
    (act, because, said) => {
      const decision = { act, because, reason: "so it is", nextAt: null };
      const rows = renderView(view(ENDED, { standing: { wanted: null, decision } }), {
        ...SIZE,
        whole: true,
      });
      const from = rows.findIndex((row) => row.startsWith("do "));
      expect(
        rows
          .slice(from, from + 3)
          .filter((row) => / moult /.test(row))
          .map((row) => row.slice(9)),
      ).toEqual(["moult history web --rollout web-1", ...(said === undefined ? [] : [said])]);
    },
  );
});

test("a frame that is painted over is no higher than it may be, and wraps what it waits for", () => {
  const waiting = { reason: WHY, since: NOON, until: NOON, isDeclared: false };
  const frame = renderView(view({ waiting }), SIZE);
  expect(frame.length).toBeLessThanOrEqual(10);
  const from = frame.findIndex((row) => row.startsWith("now"));
  expect(frame[from + 1]).toMatch(/^ {9}\S/);
});

test("says when it may be expected to end, beside when it has to", () => {
  const phaseOf = (more: Partial<FleetView>) =>
    renderView(view({}, more), { ...SIZE, width: 120, now: NOON + 120_000 })[2];
  expect(phaseOf({ usualMs: 720_000 })).toContain("end ≈ 12:12Z · deadline 16:00Z");
  expect(phaseOf({ usualMs: 60_000 })).toContain("longer than usual (1m) · deadline 16:00Z");
  expect(phaseOf({ usualMs: null })).not.toContain("≈");
});

test("says how long each phase took, as far as it is known", () => {
  const at = (phase: string, seconds: number) => entry({ phase, at: NOON + seconds * 1000 });
  const entries = [at("Admit", 0), at("Admit", 1), at("LaunchGreen", 3), at("ObserveGreen", 44)];
  expect(renderView(view({}, { entries }), SIZE)[3]).toBe("took     Admit 3s · LaunchGreen 41s");
  const passed = (phase: string, seconds: number) => ({ ...at(phase, seconds), action: `${phase} passed` });
  const told = [
    at("Admit", 0),
    passed("LaunchGreen", 3),
    passed("ObserveGreen", 18),
    passed("ValidateGreen", 934),
  ];
  expect(renderView(view({ endedAt: NOON + 940_000 }, { entries: told }), SIZE).join("\n")).toContain(
    "Admit 3s · LaunchGreen 0s · ObserveGreen 15s · ValidateGreen 15m22s",
  );
});

test("a rollout that a person has paused or promoted says so, before its next look too", () => {
  const pause = { by: "ada", reason: "odd", at: NOON, until: NOON + 7_200_000, leftMs: 1, countedAt: NOON };
  const promotion = { by: "bob", reason: "the fix", at: NOON, skipped: [] };
  const frame = renderView(view({ pause, promotion }), { ...SIZE, width: 160, height: 24 }).join("\n");
  expect(frame).toContain(
    "paused by ada in ValidateGreen, no traffic is on green yet; odd; it goes on at 14:00Z; moult rollout resume web",
  );
  expect(frame).toContain("promoted by bob: the fix");
});
