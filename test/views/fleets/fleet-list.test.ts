import { describe, expect, test } from "vitest";
import type { Decision, Leave } from "../../../src/domain/decide/decide.ts";
import { fleetSchema } from "../../../src/domain/declaration/fleet.ts";
import { fleetList } from "../../../src/views/fleets/fleet-list.ts";
import type { FleetFound } from "../../../src/views/fleets/fleet-row.ts";
import { DECLARATION, NOON } from "../../support/cli/command-line.ts";
import { generation, STEADY } from "../../support/cli/records.ts";

const leave = (because: Leave["because"], nextAt: number | null = null): Decision => ({
  act: "leave",
  because,
  reason: `${because} is why`,
  nextAt,
});
const START = { act: "start" } as Decision;
const FROZEN = { fleet: "web", reason: "audit", by: "ada", since: 1, until: NOON } as never;
const row = (reason: string, kind: "irregularity" | "needs-person" = "irregularity") => ({
  kind,
  reason,
  since: 1,
  commands: [],
});

const found = (special: Partial<FleetFound> = {}, fleet = "web"): FleetFound => ({
  declared: {
    declaredAt: 7,
    declaredBy: "ada",
    revision: 2,
    fleet: fleetSchema.parse({ ...DECLARATION, fleet }),
    declaration: DECLARATION,
  } as FleetFound["declared"],
  decision: leave("nothing-due"),
  live: generation({}),
  open: null,
  frozen: null,
  attention: [],
  explanation: STEADY,
  ...special,
});

const listed = (special: Partial<FleetFound> = {}) =>
  fleetList({ fleets: [found(special)], sizes: new Map(), faults: [] }).fleets[0];

test("the list has every fleet, what it runs, and the faults of those that cannot be read", () => {
  const faults = [{ fleet: "api", error: new Error("not readable") }];
  const sizes = new Map([["web-g0006", { inService: 5, desired: 6 }]]);
  expect(fleetList({ fleets: [found()], sizes, faults })).toEqual({
    fleets: [
      {
        fleet: "web",
        state: "steady",
        phase: null,
        explanation: STEADY,
        image: "ami-0aaa",
        generation: 6,
        servers: { inService: 5, desired: 6 },
        frozen: null,
        waitsFor: null,
        declaredAt: 7,
        declaredBy: "ada",
        attention: null,
      },
    ],
    faults: [{ fleet: "api", error: "not readable" }],
  });
});

test("a fleet without a generation, and servers that were not read, say nothing", () => {
  expect(listed({ live: null, decision: leave("no-generation") })).toMatchObject({
    image: null,
    generation: null,
    servers: null,
    state: "waits",
  });
});

describe("what a fleet waits for", () => {
  test.each(["window", "budget", "back-off", "quarantine", "except", "unnamed"] as const)("%s", (because) => {
    expect(listed({ decision: leave(because, NOON) })).toMatchObject({
      state: "waits",
      waitsFor: { by: because, reason: `${because} is why`, until: NOON },
    });
  });

  test("a freeze, whatever else", () => {
    expect(listed({ frozen: FROZEN, decision: leave("frozen", NOON) })).toMatchObject({
      state: "frozen",
      frozen: { reason: "audit", by: "ada", until: NOON },
      waitsFor: { by: "frozen", reason: "audit (ada)", until: NOON },
    });
  });

  test("a rollout that runs: what that waits for", () => {
    const waiting = { reason: "baking", since: 1, until: NOON, isDeclared: true };
    expect(listed({ decision: leave("running"), open: { phase: "Bake", waiting } })).toMatchObject({
      state: "moving",
      phase: "Bake",
      waitsFor: { by: "running", reason: "baking", until: NOON },
    });
    expect(
      listed({ decision: leave("running"), open: { phase: "Bake", waiting: null } })?.waitsFor,
    ).toBeNull();
  });

  test("nothing, where it begins at the next look", () => {
    expect(listed({ decision: START })).toMatchObject({ state: "due", waitsFor: null });
  });

  test("a person, by the decision or by what the sweep found", () => {
    expect(listed({ decision: leave("needs-person") })?.state).toBe("needs-person");
    expect(listed({ attention: [row("blue is ill", "needs-person")] })?.state).toBe("needs-person");
  });
});

test("the list says how much of a fleet a person has to look at, and what stands longest", () => {
  expect(listed({ attention: [row("two are live"), row("traffic is astray")] })?.attention).toEqual({
    count: 2,
    oldest: "two are live",
  });
});

test("those that need somebody come first, then by name", () => {
  const fleets = [
    found({}, "b-steady"),
    found({}, "a-steady"),
    found({ decision: START }, "due"),
    found({ decision: leave("window") }, "waits"),
    found({ open: { phase: "Bake", waiting: null }, decision: leave("running") }, "moving"),
    found({ frozen: FROZEN }, "frozen"),
    found({ decision: leave("needs-person") }, "person"),
  ];
  expect(fleetList({ fleets, sizes: new Map(), faults: [] }).fleets.map(({ fleet }) => fleet)).toEqual([
    "person",
    "frozen",
    "moving",
    "waits",
    "due",
    "a-steady",
    "b-steady",
  ]);
});
