import { expect, test } from "vitest";
import { cases } from "../../bench/legs/cases.ts";
import { endsWell } from "../../bench/legs/legs.ts";
import { measureLegs } from "../../bench/legs/measure.ts";

/*
 * Declarations that last longer than one execution's 25,000 events, in whole: each died with its execution, and the sweep
 * rolled the healthy release back. `npm run bench -- legs` has the others.
 */
const inTime = new Set(["handoff 12 h", "a freeze of 46 h in warm"]);

test.each(cases.filter(({ name }) => inTime.has(name)).map((each) => [each.name, each] as const))(
  "%s ends well, each execution with room in its history",
  async (_name, each) => {
    const measured = await measureLegs(each);
    expect(measured).toMatchObject({ outcome: "succeeded", failed: 0 });
    expect(endsWell(measured)).toBe(true);
    expect(measured.seconds).toBeLessThan(each.seconds + 4 * 3600);
  },
  300_000,
);

test("one that fails, ends early or has an execution without room is missed", () => {
  const well = {
    name: "",
    outcome: "succeeded",
    seconds: 90,
    leastSeconds: 90,
    events: [14_000, 9],
    failed: 0,
  };
  expect(endsWell(well)).toBe(true);
  for (const worse of [{ outcome: "rolled-back" }, { failed: 1 }, { seconds: 89 }, { events: [9, 20_001] }])
    expect(endsWell({ ...well, ...worse })).toBe(false);
});
