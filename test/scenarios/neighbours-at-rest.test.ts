import { CHANGES_BESIDE } from "../support/scenarios/changes-beside.ts";
import { expect, scenario, type Web } from "../support/scenarios/harness.ts";
import { statusOf, sweepFor } from "../support/scenarios/sweeps.ts";

/** What the bus has taken of the fleet: another one is told of what both share. */
const saidOfWeb = (web: Web): string[] =>
  web.published.flatMap(({ detail }) =>
    detail["fleet"] === "web" && detail["kind"] === "irregularity" && !("overAt" in detail)
      ? String(detail["irregularity"])
      : [],
  );

for (const [name, { does, said }] of Object.entries(CHANGES_BESIDE)) {
  scenario(
    `at rest the sweep tells once of ${name}, in status, too, and that it is over`,
    {},
    async (web) => {
      await sweepFor(web, 10);
      expect(await statusOf(web)).toEqual([]);
      const undo = await does(web);
      await sweepFor(web, 15);
      const told = saidOfWeb(web).filter((each) => said(web).test(each));
      expect(told.length).toBeGreaterThan(0);
      expect(new Set(told).size).toBe(told.length);
      expect((await statusOf(web)).length).toBe(told.length);
      await undo();
      await web.minutes(3);
      await sweepFor(web, 10);
      expect(await statusOf(web)).toEqual([]);
      expect(saidOfWeb(web)).toHaveLength(told.length);
    },
  );
}
