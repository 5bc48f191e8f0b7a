import { describe, expect, test } from "vitest";
import type { CheckerInput } from "../../../chaos/checkers/checker-input.ts";
import type { Wrote } from "../../../chaos/checkers/invariant.ts";
import { ends } from "../../../chaos/checkers/invariants/outcomes/ends.ts";
import { emptyView } from "../../../chaos/world/ledger-view.ts";
import type { RolloutRecord } from "../../../src/domain/run/rollout.ts";
import { DECLARATION } from "../../support/cli/command-line.ts";
import { rollout } from "../../support/cli/records.ts";
import { retirement } from "../../support/retirement/fake-retirement-step.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const declaration = { ...DECLARATION, deadlines: { rollout: "2h" } };

/** Looks at a rollout once a minute for so long; answers after how many minutes it is said to be late. */
function lateAfter(
  minutes: number,
  at: (minute: number) => Partial<RolloutRecord>,
  special: {
    readonly running?: readonly string[];
    readonly isFrozen?: boolean;
    readonly pausedUntil?: CheckerInput["pausedUntil"];
    /** When an engine died last. */
    readonly diedAt?: number;
    /** The minutes between which the fleet is frozen, and nothing happens but what begins and lifts that. */
    readonly frozen?: readonly [number, number];
    /** The minute for which that freeze is meant to last; null: until it is lifted. */
    readonly until?: number | null;
  } = {},
): number | undefined {
  const checker = ends();
  let now = 0;
  const view = emptyView();
  if (special.isFrozen) view.freezes.set("web", { reason: "audit", by: "ada", since: 0, until: null });
  const running = () => special.running ?? ["e1/web-1"];
  const { pausedUntil = () => 0, diedAt = 0, frozen: [from, to] = [-1, -1], until = null } = special;
  const disturbances = new Map([["engine-dies", diedAt]]);
  const world = { now: () => now };
  const input = { view, world, running, pausedUntil, disturbances } as unknown as CheckerInput;
  for (let minute = 0; minute <= minutes; minute += 1) {
    now = minute * MINUTE;
    if (minute > from && minute < to) continue;
    if (minute === from)
      view.freezes.set("web", {
        reason: "a sale",
        by: "ada",
        since: now,
        until: until === null ? null : until * MINUTE,
      });
    if (minute === to) view.freezes.clear();
    // No deadline that the record keeps is believed.
    view.rollouts.set("web-1", rollout({ declaration, phase: "Bake", deadlineAt: 99 * HOUR, ...at(minute) }));
    if (checker.written?.("rollout#web-1", input) !== undefined) return minute;
  }
  return undefined;
}

const minuteFrom = (minute: number) => ({ since: minute * MINUTE, until: (minute + 1) * MINUTE });

describe("a run that is open", () => {
  test("is late ten minutes after its deadline of work", () => {
    expect(lateAfter(300, () => ({}))).toBe(131);
  });

  test("is not while it waits for what was declared, and only until then", () => {
    const declared = (minute: number) => ({
      waiting: { reason: "baking", ...minuteFrom(Math.min(179, minute)), isDeclared: true },
    });
    expect(lateAfter(300, declared)).toBeUndefined();
    expect(lateAfter(400, declared)).toBe(311);
  });

  test("has half an hour from when another execution takes it over, and no more", () => {
    const taken = (minute: number) => ({ execution: minute < 120 ? "web-1" : "web-1-recover-1a2b-1" });
    expect(lateAfter(300, taken, { running: ["e1/web-1", "e1/web-1-recover-1a2b-1"] })).toBe(161);
    const early = (minute: number) => ({ execution: minute < 20 ? "web-1" : "web-1-recover-1a2b-1" });
    expect(lateAfter(300, early, { running: ["e1/web-1", "e1/web-1-recover-1a2b-1"] })).toBe(131);
  });

  test("is not while frozen, nor while nothing carries it", () => {
    expect(lateAfter(300, () => ({}), { isFrozen: true })).toBeUndefined();
    expect(lateAfter(45, () => ({}), { running: ["e1/web-2"] })).toBeUndefined();
  });

  test("is not while the process of each that carries it is paused", () => {
    const running = ["e1/web-1", "e2/web-1"];
    const pausedUntil = (name: string): number => (name === "e1/web-1" ? 40 * MINUTE : 0);
    expect(lateAfter(400, () => ({}), { pausedUntil })).toBe(171);
    expect(lateAfter(400, () => ({}), { running, pausedUntil })).toBe(131);
  });

  test("is carried by nobody for 45 minutes at most, but for a freeze", () => {
    expect(lateAfter(300, () => ({}), { running: [] })).toBe(46);
    expect(lateAfter(300, () => ({}), { running: [], isFrozen: true })).toBeUndefined();
  });

  test("is carried by nobody for as long again where the next process died, too", () => {
    expect(lateAfter(300, () => ({}), { running: [], diedAt: 20 * MINUTE })).toBe(66);
  });

  test("is frozen until the instant at which that ends, though nothing happens meanwhile", () => {
    expect(lateAfter(104, () => ({}), { running: [], frozen: [2, 60] })).toBeUndefined();
    expect(lateAfter(300, () => ({}), { running: [], frozen: [2, 60] })).toBe(106);
    expect(lateAfter(300, () => ({}), { running: [], frozen: [2, 80], until: 10 })).toBe(80);
    expect(lateAfter(300, () => ({}), { frozen: [2, 60] })).toBe(189);
    expect(lateAfter(300, () => ({}), { frozen: [2, 60], until: 10 })).toBe(139);
  });

  test("has the time for undoing from when that begins on, an hour at least", () => {
    const undoing = (minute: number): Partial<RolloutRecord> =>
      minute < 100 ? {} : { phase: "RollBack", milestones: { undoing: 100 * MINUTE } };
    expect(lateAfter(400, undoing)).toBe(231);
    const short = { ...DECLARATION, deadlines: { rollout: "5m" } };
    expect(lateAfter(400, () => ({ declaration: short, phase: "RollBack" }))).toBe(71);
  });

  test("is not when it has ended, and begins anew when it is settled", () => {
    expect(lateAfter(300, (minute) => (minute < 100 ? {} : { endedAt: 1 }))).toBeUndefined();
    const settled = (minute: number): Partial<RolloutRecord> =>
      minute < 100 ? {} : { settlement: { keep: "green", by: "ada", at: 100 * MINUTE } };
    expect(lateAfter(400, settled)).toBe(231);
  });

  test("is late, too, when it is a retirement: what goes has as long as a rollout", () => {
    const view = emptyView();
    const retires = { id: "web-g0006-retirement", phase: "TakeDown", declaration } as const;
    let now = 0;
    const running = () => [`e1/${retires.id}`];
    const disturbances = new Map<string, number>();
    const input = { view, world: { now: () => now }, running, pausedUntil: () => 0, disturbances };
    const { written } = ends();
    const said = [];
    for (; now <= 131 * MINUTE; now += MINUTE) {
      view.retirements.set(retires.id, retirement({ ...retires, execution: retires.id }));
      said.push(written?.("retirement#", input as unknown as CheckerInput));
    }
    expect(said.slice(0, -1).every((each) => each === undefined)).toBe(true);
    expect(said.at(-1)).toBe(
      "retirement web-g0006-retirement is open after 131 minutes of work to retire (TakeDown), and may take 120",
    );
  });
});

describe("a wait on the way forward", () => {
  /** What is said of a wait that is written after so many minutes, by a step that began then. */
  function said(
    minutes: number,
    waiting: { readonly reason?: string; readonly isDeclared?: boolean },
    phase = "ValidateGreen",
  ) {
    const { written, wrote } = ends();
    let now = 0;
    const view = emptyView();
    const calm = { disturbances: new Map(), running: () => ["e1/web-1"], pausedUntil: () => 0 };
    const input = { view, world: { now: () => now }, ...calm };
    const before = rollout({ declaration, phase: phase as RolloutRecord["phase"], deadlineAt: 99 * HOUR });
    view.rollouts.set("web-1", before);
    for (; now <= minutes * MINUTE; now += MINUTE)
      written?.("rollout#web-1", input as unknown as CheckerInput);
    const own = { reason: "green boots", isDeclared: false, ...minuteFrom(minutes), ...waiting };
    const write = { sort: "rollout#web-1", body: { ...before, waiting: own }, before };
    const invocation = { startedAt: now };
    return wrote?.({ ...write, invocation } as unknown as Wrote, input as unknown as CheckerInput);
  }

  test("is not written by a step that began after the deadline of work", () => {
    expect(said(120, {})).toBeUndefined();
    expect(said(122, {})).toMatch(/waits in ValidateGreen after \d+ s of work, and has 7200 s: green boots/);
  });

  test("is called declared only where some time is: of steps, of the bake, of a freeze", () => {
    expect(said(1, { isDeclared: true })).toMatch(/waits in ValidateGreen as if that were declared/);
    expect(said(1, { isDeclared: true }, "Bake")).toBeUndefined();
    expect(said(1, { isDeclared: true, reason: "frozen: audit" })).toBeUndefined();
  });
});
