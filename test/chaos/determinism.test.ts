import { expect, test } from "vitest";
import { runSeed } from "../../chaos/campaigns/run-seed.ts";
import { faultKinds } from "../../chaos/faults.ts";

/** Several kinds in one run: what is not drawn from the seed in any of them makes another history. */
const AT_ONCE = 5;
const kinds = [...faultKinds.keys()];
const together = kinds.flatMap((_, at) => (at % AT_ONCE === 0 ? [kinds.slice(at, at + AT_ONCE)] : []));

test.each(together.map((names) => [names.join(", "), names] as const))(
  "the same seed gives the same history, byte for byte: %s",
  async (_title, faults) => {
    const [one, other] = [await runSeed({ seed: 11, faults }), await runSeed({ seed: 11, faults })];
    expect(other.fingerprint).toBe(one.fingerprint);
    expect(one.fingerprint).toMatch(/^[0-9a-f]{64}$/);
  },
);

test("another seed gives another history", async () => {
  expect((await runSeed({ seed: 1 })).fingerprint).not.toBe((await runSeed({ seed: 2 })).fingerprint);
});

test("looking on changes nothing: a history that is kept is the same history", async () => {
  const kept = await runSeed({ seed: 5, keepHistory: true });
  expect(kept.history.length).toBeGreaterThan(100);
  expect((await runSeed({ seed: 5 })).fingerprint).toBe(kept.fingerprint);
});
