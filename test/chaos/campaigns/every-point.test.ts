import { describe, expect, test } from "vitest";
import { canonicalRollouts } from "../../../chaos/campaigns/canonical.ts";
import { hurtAt, injuries, lagAt } from "../../../chaos/campaigns/every-point/crash-point.ts";
import { exhaust } from "../../../chaos/campaigns/every-point/exhaustive.ts";
import { isInPart } from "../../../chaos/campaigns/every-point/in-part.ts";
import { lag } from "../../../chaos/campaigns/every-point/stale.ts";
import type { Asked } from "../../../chaos/faults/call-fault.ts";
import { planOf } from "../../support/chaos/found/disturbed.ts";

const plan = planOf("success, alb-weighted");

describe("the checkers are told what is done to a run", () => {
  test.each([
    ["before, retried", "lambda-dies"],
    ["during, retried", "lambda-dies"],
    ["answer lost", "answers-lost"],
    ["after, swept", "engine-restarts"],
  ] as const)("%s: %s", async (injury, name) => {
    expect((await hurtAt(plan, 5, injury)).counts).toMatchObject({ [name]: 1 });
  });

  test("a read that is answered late: stale-reads", async () => {
    expect((await lagAt(plan, 5, 4)).counts).toMatchObject({ "stale-reads": expect.any(Number) as number });
  });

  /** What is to be sent is marked as taken by the outbox's next write. */
  const isOutbox = ({ medium, what }: Asked): boolean => medium === "ledger" && what === "outbox";

  test.each(injuries)(
    "the bus has it and it cannot be marked, %s: it is sent again, by its id",
    async (injury) => {
      for (const point of [0, 1, 2])
        expect((await hurtAt(plan, point, injury, isOutbox)).violation).toBeUndefined();
    },
  );
});

describe("what is done at every point", () => {
  const ways = canonicalRollouts.map(({ plan: { fleet } }) => fleet.waysIn ?? "one");

  test("one rule, two rules of a pair, two path rules and two pairs of either kind are among the rollouts", () => {
    expect([...new Set(ways)].sort()).toEqual(["balancers", "listeners", "one", "paths", "ports"]);
  });

  test("all parts together are every point, once", () => {
    const indices = Array.from({ length: 1000 }, (_, index) => index);
    const parts = Array.from({ length: 20 }, (_, part) =>
      indices.filter((index) => isInPart({ number: part + 1, of: 20 })(index, index)),
    );
    expect(parts.flat().sort((a, b) => a - b)).toEqual(indices);
    for (const part of parts) expect(new Set(part.map((index) => index % injuries.length)).size).toBe(7);
  });

  test("rollouts that are killed at some of the points end where they end undisturbed", async () => {
    expect(await exhaust({ json: false, part: { number: 1, of: 3000 } })).toBe(0);
  }, 400_000);

  test("rollouts of which some reads are late, and some looks left out, end where they end undisturbed", async () => {
    expect(await lag({ json: false, part: { number: 1, of: 1000 } })).toBe(0);
  }, 400_000);
});
