import { expect, test } from "vitest";
import { neighbourWarnings } from "../../../src/rollout/neighbours/warnings.ts";
import { missingTags } from "../../../src/adoption/missing-tags.ts";
import { preflightFleet } from "../../../src/adoption/preflight.ts";
import { fleetSchema } from "../../../src/domain/declaration/fleet.ts";
import { ADOPT_ACTIONS } from "../../../src/views/doctor/needed-actions.ts";
import {
  ADOPTER,
  adopt,
  anAccountForEachTest,
  context,
  declare,
  simulator,
} from "../../support/rollout/adoption.ts";

anAccountForEachTest();

test("the doctor asks for every action that an adoption needs", async () => {
  await adopt();
  const fleet = fleetSchema.parse(declare());
  await simulator.drive(preflightFleet(fleet, context));
  await simulator.drive(missingTags(fleet, "web", context));
  await simulator.drive(neighbourWarnings(fleet, "web", context));
  const asked = simulator.calls.records
    .filter(({ caller }) => caller === ADOPTER)
    .map(({ service, action }) => `${service === "monitoring" ? "cloudwatch" : service}:${action}`);
  expect([...new Set(asked)].filter((action) => !ADOPT_ACTIONS.includes(action))).toEqual([]);
});
