import { expect, test } from "vitest";
import { canonicalRollouts } from "../../chaos/campaigns/canonical.ts";
import { runSeed } from "../../chaos/campaigns/run-seed.ts";

const INSTANT = "2026-11-20T11:14:30.950Z".length;

/** Calls that leave together may arrive in another order over the wire, which takes turns of its own: by instant, they are a set. */
const byInstant = (history: readonly string[]): readonly string[] =>
  [...history].sort((one, other) => {
    const [earlier, later] = [one.slice(0, INSTANT), other.slice(0, INSTANT)];
    return earlier === later ? (one < other ? -1 : 1) : earlier < later ? -1 : 1;
  });

/** One of each strategy and way in: what is sent differs by these. */
const each = new Map(
  canonicalRollouts.map((one) => [`${one.plan.fleet.strategy} ${one.plan.fleet.waysIn ?? "one"}`, one]),
);

test.each([...each.values()])("the same history over the wire and around it: $name", async ({ plan }) => {
  const over = await runSeed({ seed: 7, plan, wire: true, keepHistory: true });
  const around = await runSeed({ seed: 7, plan, keepHistory: true });
  expect(byInstant(around.history)).toEqual(byInstant(over.history));
  expect(around.calls).toBe(over.calls);
  expect(around.calls).toBeGreaterThan(20);
});

// Seeds in which no draw falls to whichever of two that ask at one instant comes first.
test.each([7000012, 7000013, 7000015])("disturbed, too: seed %i", async (seed) => {
  const over = await runSeed({ seed, wire: true, keepHistory: true });
  const around = await runSeed({ seed, keepHistory: true });
  expect(byInstant(around.history)).toEqual(byInstant(over.history));
  expect(around.calls).toBe(over.calls);
});
