import { expect, test } from "vitest";
import { fleetSchema } from "../../../src/domain/declaration/fleet.ts";
import { fleetList } from "../../../src/views/fleets/fleet-list.ts";
import { DECLARATION } from "../../support/cli/command-line.ts";

test("the list has every fleet, and the faults of those that cannot be read", () => {
  const declared = { declaredAt: 7, declaredBy: "ada", revision: 2 };
  const web = { ...declared, fleet: fleetSchema.parse(DECLARATION), declaration: DECLARATION };
  expect(fleetList({ fleets: [web], faults: [{ fleet: "api", error: new Error("not readable") }] })).toEqual({
    fleets: [{ fleet: "web", declaredAt: 7, declaredBy: "ada" }],
    faults: [{ fleet: "api", error: "not readable" }],
  });
});
