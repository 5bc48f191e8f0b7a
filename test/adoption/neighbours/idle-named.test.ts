import { expect, test } from "vitest";
import { fleetSchema } from "../../../src/domain/declaration/fleet.ts";
import { neighbourWarnings } from "../../../src/rollout/neighbours/warnings.ts";
import {
  account,
  anAccountForEachTest,
  context,
  declare,
  simulator,
  weights,
} from "../../support/rollout/adoption.ts";

anAccountForEachTest();

const warnings = () =>
  simulator.drive(neighbourWarnings(fleetSchema.parse(declare({})), account.group, context));

test("a target group of the pair that the rule names at weight 0 is a warning, and one that it does not name is none", async () => {
  expect(await warnings()).toEqual([]);
  await weights(1, 0);
  expect(await warnings()).toEqual([
    {
      place: "traffic.rule",
      why: expect.stringContaining(
        `${account.targetGroups[1] ?? ""} is named at weight 0: without a healthy target`,
      ) as string,
    },
  ]);
});
