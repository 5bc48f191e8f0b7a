import { stripVTControlCharacters } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { renderView } from "../../../cli/view/render-view.ts";
import { serverLooks } from "../../../cli/view/server-looks.ts";
import { textWidth } from "../../../cli/terminal/text-width.ts";
import type { FleetView as ViewModel } from "../../../src/views/fleet/fleet-view.ts";
import { type ServerState, serverStates, type ViewServer } from "../../../src/views/fleet/server-states.ts";
import { entry, generation, placeOf, rollout, STEADY } from "../../support/cli/records.ts";

const NOON = Date.UTC(2026, 10, 21, 12);
const SIZE = { width: 90, height: 24, colour: false, now: NOON + 65_000 };
const PASS = { verdict: "pass", since: NOON, reason: "enough targets are healthy" } as const;
const ALARM = { value: "0 of 1 OK", threshold: "1 of 1" };
const TARGETS = { ...PASS, gate: "target-health", value: "6 of 6 healthy", threshold: "6 of 6" };

const fleetOf = (count: number, state: (index: number) => ServerState = () => "healthy"): ViewServer[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `i-${String(index).padStart(4, "0")}`,
    zone: `us-east-1${"ab"[index % 2]}`,
    generation: index < count / 2 ? 6 : 7,
    state: state(index),
    ageSeconds: index < count / 2 ? 90_000 : 60,
  }));

const model = (special: Partial<ViewModel> = {}): ViewModel => ({
  fleet: "web",
  explanation: STEADY,
  attention: [],
  unsent: null,
  retirements: [],
  rollout: rollout({
    phase: "ShiftTraffic",
    traffic: { step: 1, setPercent: 50, setAt: NOON, observedPercent: 10, agreeingReads: 0 },
    gates: [
      TARGETS,
      { ...TARGETS, gate: "alarm", verdict: "wait", since: null, reason: "no data", ...ALARM },
    ],
    waiting: { reason: "10% read back, 50% set", since: NOON, until: NOON + 75_000, isDeclared: false },
  }),
  findings: [],
  ageDue: null,
  steps: [10, 50, 100],
  generations: [
    generation({ number: 7, group: "web-g0007", image: "ami-0bbb", state: "launching" }),
    generation({}),
  ],
  entries: [
    entry({}),
    entry({
      at: NOON + 60_000,
      phase: "ShiftTraffic",
      kind: "call",
      action: "ModifyRule",
      subject: "rule/1",
      reason: "green gets 50%",
    }),
  ],
  frozen: undefined,
  standing: undefined,
  except: [],
  servers: fleetOf(12, (index) => serverStates[index % 7] ?? "gone"),
  ...special,
});

describe("what is shown", () => {
  test("a rollout while traffic moves", () => {
    expect(renderView(model(), SIZE)).toEqual([
      "web      image · 1m5s · web-1 · channel /images/web names ami-0bbb, generation 6 runs ami…",
      "image    ami-0aaa → ami-0bbb",
      `phase    ${placeOf("ShiftTraffic")}, for 5s · deadline 16:00Z`,
      "took     Admit 1m",
      "traffic  ██░░░░░░░░░░░░░░░░░░  green 50% set, 10% read back · step 2 of 3",
      "now      ‖ 50 % of the traffic is set to green, 10 % is read back; 10% read back, 50% set;",
      "         then it bakes  next look in 10s",
      "else     if it fails, traffic returns to generation 6 in one call; ami-0bbb is quarantined",
      "         if green failed",
      "web-g0007  green  launching  ami-0bbb  6 servers, oldest 1m",
      "web-g0006  blue   live       ami-0aaa  6 servers, oldest 1d1h",
      "gen 6 us-east-1a  ○◕●",
      "gen 6 us-east-1b  ◔◉✕",
      "gen 7 us-east-1a  ▣◔◉",
      "gen 7 us-east-1b  ○◕●",
      "○ pending  ◔ booting  ◕ late  ◉ healthy, no traffic  ● healthy  ✕ unhealthy  ▣ isolated",
      "odd  ✕ i-0005 (us-east-1b)  ◕ i-0002 (us-east-1a)  ◕ i-0009 (us-east-1b)  ▣ i-0006 (us-ea…",
      "✓ target-health  pass     6 of 6 healthy / 6 of 6  enough targets are healthy",
      "… alarm          wait     0 of 1 OK / 1 of 1       no data",
      "12:00:00  Admit  admit: 6 servers become generation 7",
      "12:01:00  ShiftTraffic  ModifyRule rule/1: green gets 50%",
    ]);
  });

  test("a rollout that is rolled back, of a frozen fleet without traffic to move", () => {
    const failed = rollout({
      phase: "RollBack",
      cause: {
        ...rollout({}).cause,
        reason: "operator",
        serves: ["ada wants all servers replaced: new kernel"],
      },
      failure: {
        phase: "ValidateGreen",
        error: "GateFailed",
        reason: "command failed on 1 server",
        imageAtFault: true,
      },
    });
    const frozen = {
      scope: "fleet",
      reason: "load test",
      by: "ada@laptop",
      since: NOON,
      until: null,
    } as const;
    const explanation = {
      ...STEADY,
      state: "frozen",
      sentence: "frozen by ada@laptop; load test; x ends it",
    } as const;
    expect(
      renderView(
        model({ rollout: failed, steps: [], frozen, explanation, generations: [], servers: [], entries: [] }),
        SIZE,
      ),
    ).toEqual([
      "web      operator · 1m5s · web-1 · ada wants all servers replaced: new kernel",
      "image    ami-0aaa → ami-0bbb",
      "phase    ✓✓✓✗····  RollBack, ValidateGreen failed, for 5s · deadline 16:00Z",
      "now      ■ frozen by ada@laptop; load test; x ends it",
      "frozen   load test (ada@laptop)",
    ]);
  });

  test("a rollout that has ended", () => {
    const ended = rollout({
      phase: "CloseRollout",
      endedAt: NOON + 600_000,
      outcome: "succeeded",
      outcomeReason: "every server runs ami-0bbb",
    });
    const frame = renderView(model({ rollout: ended, steps: [], servers: undefined, entries: [] }), SIZE);
    expect(frame).toEqual([
      "web      image · 10m · web-1 · channel /images/web names ami-0bbb, generation 6 runs ami-…",
      "image    ami-0aaa → ami-0bbb",
      `phase    ${placeOf("CloseRollout").replace("▸", "✓")}`,
      "ended    ✓ runs ami-0bbb on generation 7 since 12:10Z; channel /images/web names ami-0bbb,",
      "         generation 6 runs ami-0aaa",
      "",
      "web-g0007  launching  ami-0bbb",
      "web-g0006  live       ami-0aaa",
    ]);
  });

  test("a fleet that was never replaced", () => {
    const quiet = model({
      rollout: undefined,
      servers: fleetOf(1),
      generations: [generation({})],
      entries: [],
    });
    expect(renderView(quiet, SIZE)).toEqual([
      "web      no rollout",
      "now      ● runs ami-0aaa on generation 6; nothing is due until something changes",
      "",
      "web-g0006  live  ami-0aaa  1 server, oldest 1d1h",
      "",
      "gen 6 us-east-1a  ●",
      "● healthy",
    ]);
  });
});

describe("a large fleet", () => {
  const lines = (width: number, height = 24) =>
    renderView(model({ servers: fleetOf(500) }), { ...SIZE, width, height }).filter((line) =>
      /^(gen|all| {18})/.test(line),
    );

  test("has one cell a server while they fit", () => {
    expect(lines(90)).toHaveLength(8);
    expect(lines(90)[0]).toBe(`gen 6 us-east-1a  ${"●".repeat(72)}`);
    expect(lines(90).join("").match(/●/g)).toHaveLength(500);
  });

  test("is counted by zone, by generation or altogether when they do not", () => {
    expect(lines(60)).toEqual([
      "gen 6 us-east-1a  ● 125",
      "gen 6 us-east-1b  ● 125",
      "gen 7 us-east-1a  ● 125",
      "gen 7 us-east-1b  ● 125",
    ]);
    expect(lines(60, 22)).toEqual(["gen 6  ● 250", "gen 7  ● 250"]);
    expect(lines(60, 20)).toEqual(["all  ● 500"]);
  });

  test("keeps the head of the view at any height", () => {
    const frame = renderView(model({ servers: fleetOf(500) }), { ...SIZE, height: 5 });
    expect(frame).toEqual(renderView(model({ servers: fleetOf(500) }), SIZE).slice(0, 5));
  });
});

describe("colour", () => {
  test("is never needed: each state has a glyph of its own", () => {
    expect(new Set(serverStates.map((state) => serverLooks[state].glyph)).size).toBe(serverStates.length);
  });

  test("changes nothing else", () => {
    const coloured = renderView(model(), { ...SIZE, colour: true });
    expect(coloured.join("")).toContain("\u001B[");
    expect(coloured.map((line) => stripVTControlCharacters(line))).toEqual(renderView(model(), SIZE));
  });
});

test("words of a server cannot move the cursor", () => {
  const evil = entry({ reason: "a\u001B[2Jb\r\nc\u0007" });
  const frame = renderView(model({ entries: [evil], servers: [] }), SIZE);
  expect(frame.at(-1)).toBe("12:00:00  Admit  admit: ab c ");
});

test("a view is never wider or higher than it may be", () => {
  const views = fc.record({
    width: fc.integer({ min: 1, max: 120 }),
    height: fc.integer({ min: 1, max: 60 }),
    count: fc.integer({ min: 0, max: 500 }),
    states: fc.array(fc.constantFrom(...serverStates), { minLength: 1, maxLength: 9 }),
    reason: fc.string({ unit: "grapheme", minLength: 1 }),
    colour: fc.boolean(),
  });
  const check = fc.property(views, ({ width, height, count, states, reason, colour }) => {
    const servers = fleetOf(count, (index) => states[index % states.length] ?? "gone");
    const seen = model({ servers, entries: Array.from({ length: 10 }, () => entry({ reason })) });
    const frame = renderView(seen, { ...SIZE, width, height, colour });
    expect(frame.length).toBeLessThanOrEqual(Math.min(24, height));
    for (const line of frame) {
      expect(textWidth(stripVTControlCharacters(line))).toBeLessThanOrEqual(width);
      expect(line).not.toContain("\n");
    }
  });
  fc.assert(check);
});
