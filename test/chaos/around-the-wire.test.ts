import { expect, test } from "vitest";
import { canonicalRollouts } from "../../chaos/campaigns/canonical.ts";
import { runSeed } from "../../chaos/campaigns/run-seed.ts";

test.each(canonicalRollouts)("the same history over the wire and around it: $name", async ({ plan }) => {
  const [wire, direct] = [await runSeed({ seed: 7, plan, wire: true }), await runSeed({ seed: 7, plan })];
  expect(direct.fingerprint).toBe(wire.fingerprint);
  expect(direct.calls).toBeGreaterThan(20);
});

// Seeds in which no two processes ask at one instant: the wire takes turns of its own, and a draw falls to whoever asks first.
test.each([7000002, 7000011, 7000023])("disturbed, too: seed %i", async (seed) => {
  const [wire, direct] = [await runSeed({ seed, wire: true }), await runSeed({ seed })];
  expect(direct.fingerprint).toBe(wire.fingerprint);
});
