import { describe, expect, test } from "vitest";
import { violationText } from "../../../chaos/campaigns/report.ts";
import { runSeed } from "../../../chaos/campaigns/run-seed.ts";

const AT_ONCE = 10;

/**
 * A fixed slice of the chaos: the same runs each time, so that what fails here was broken by a change. The seeds that find what is
 * planted are run without it as well; `npm run chaos` draws as many more as it is given.
 */
export function describeSlice({ from, seeds }: { readonly from: number; readonly seeds: number }): void {
  describe(`runs ${from} to ${from + seeds - 1}`, () => {
    for (let first = from; first < from + seeds; first += AT_ONCE) {
      test(`no invariant is violated from seed ${first} on`, { timeout: 120_000 }, async () => {
        const violations: string[] = [];
        for (let seed = first; seed < Math.min(first + AT_ONCE, from + seeds); seed += 1) {
          const result = await runSeed({ seed });
          const faults = result.plan.faults.map(({ name }) => name);
          if (result.violation) violations.push(violationText({ ...result, faults }, undefined));
        }
        expect(violations).toEqual([]);
      });
    }
  });
}
