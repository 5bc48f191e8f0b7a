import { expect, test } from "vitest";
import { fleetSchema } from "../../../src/domain/declaration/fleet.ts";
import { fleetList } from "../../../src/views/fleets/fleet-list.ts";
import { DECLARATION } from "../../support/cli/command-line.ts";

test("the list has every fleet, and the faults of those that cannot be read", () => {
  const declared = { declaredAt: 7, declaredBy: "ada", revision: 2 };
  const web = { ...declared, fleet: fleetSchema.parse(DECLARATION), declaration: DECLARATION };
  const faults = [{ fleet: "api", error: new Error("not readable") }];
  expect(fleetList({ fleets: [web], faults, attention: new Map() })).toEqual({
    fleets: [{ fleet: "web", declaredAt: 7, declaredBy: "ada", attention: null }],
    faults: [{ fleet: "api", error: "not readable" }],
  });
});

test("the list says how much of a fleet a person has to look at, and what stands longest", () => {
  const declared = { declaredAt: 7, declaredBy: "ada", revision: 2 };
  const web = { ...declared, fleet: fleetSchema.parse(DECLARATION), declaration: DECLARATION };
  const row = (reason: string) => ({ kind: "irregularity" as const, reason, since: 1, commands: [] });
  const attention = new Map([["web", [row("two are live"), row("traffic is astray")]]]);
  expect(fleetList({ fleets: [web], faults: [], attention }).fleets[0]?.attention).toEqual({
    count: 2,
    oldest: "two are live",
  });
});
