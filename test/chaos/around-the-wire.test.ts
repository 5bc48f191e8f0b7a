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

test.each(canonicalRollouts)("the same history over the wire and around it: $name", async ({ plan }) => {
  const over = await runSeed({ seed: 7, plan, wire: true, keepHistory: true });
  const around = await runSeed({ seed: 7, plan, keepHistory: true });
  expect(byInstant(around.history)).toEqual(byInstant(over.history));
  expect(around.calls).toBe(over.calls);
  expect(around.calls).toBeGreaterThan(20);
});

// Seeds in which no two processes ask at one instant: a draw falls to whoever asks first.
test.each([7000010, 7000012, 7000013])("disturbed, too: seed %i", async (seed) => {
  const [wire, direct] = [await runSeed({ seed, wire: true }), await runSeed({ seed })];
  expect(direct.fingerprint).toBe(wire.fingerprint);
});
