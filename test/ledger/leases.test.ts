import { beforeEach, describe, expect, test } from "vitest";
import { InvalidInput, LeaseLost, LedgerCorrupt } from "../../src/errors/errors.ts";
import {
  checkLease,
  readLease,
  releaseLease,
  renewLease,
  seizeLease,
  takeLease,
} from "../../src/ledger/leases.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { openSqliteLedger } from "../../src/ledger/stores/sqlite-ledger.ts";

const a = { fleet: "web", owner: "rollout-a", ttlSeconds: 60 };
const b = { ...a, owner: "rollout-b" };
/** Taken at 100,000 for 60 s. */
const leaseOfA = { owner: "rollout-a", fence: 1, expiresAt: 160_000 };

let ledger: Ledger;
beforeEach(() => {
  ledger = openSqliteLedger(":memory:");
  return () => ledger.close();
});

describe("takeLease", () => {
  test("takes what nobody ever held with fence 1", async () => {
    expect(await readLease(ledger, "web")).toBeUndefined();
    expect(await takeLease(ledger, { ...a, now: 100_000 })).toEqual({ taken: true, lease: leaseOfA });
    expect(await readLease(ledger, "web")).toEqual(leaseOfA);
  });

  test("leases of two fleets do not touch", async () => {
    await takeLease(ledger, { ...a, now: 100_000 });
    expect(await takeLease(ledger, { ...b, fleet: "api", now: 100_000 })).toMatchObject({ taken: true });
  });

  test("answers the holder until 10 s after the expiry, then takes with the next fence", async () => {
    await takeLease(ledger, { ...a, now: 100_000 });
    const refused = { taken: false, holder: leaseOfA };
    expect(await takeLease(ledger, { ...b, now: 100_001 })).toEqual(refused);
    expect(await takeLease(ledger, { ...b, now: 160_000 })).toEqual(refused);
    expect(await takeLease(ledger, { ...b, now: 169_999 })).toEqual(refused);
    expect(await takeLease(ledger, { ...b, now: 170_000 })).toEqual({
      taken: true,
      lease: { owner: "rollout-b", fence: 2, expiresAt: 230_000 },
    });
  });

  test("renews its own valid lease with the same fence, and takes its own expired one with the next", async () => {
    await takeLease(ledger, { ...a, now: 100_000 });
    expect(await takeLease(ledger, { ...a, now: 159_999 })).toEqual({
      taken: true,
      lease: { ...leaseOfA, expiresAt: 219_999 },
    });
    expect(await takeLease(ledger, { ...a, now: 219_999 })).toEqual({
      taken: true,
      lease: { owner: "rollout-a", fence: 2, expiresAt: 279_999 },
    });
  });

  test("a renewal by a slower clock never shortens the lease", async () => {
    await takeLease(ledger, { ...a, now: 100_000 });
    expect(await takeLease(ledger, { ...a, now: 95_000 })).toEqual({ taken: true, lease: leaseOfA });
  });

  test("of many who ask at once one gets it, and the others are told who", async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, n) => takeLease(ledger, { ...a, owner: `rollout-${n}`, now: 100_000 })),
    );
    const winner = await readLease(ledger, "web");
    expect(answers.filter((answer) => answer.taken)).toEqual([{ taken: true, lease: winner }]);
    expect(answers.filter((answer) => !answer.taken)).toEqual(
      Array.from({ length: 19 }, () => ({ taken: false, holder: winner })),
    );
  });

  test("a time that would end within the clock margin is refused", async () => {
    await expect(takeLease(ledger, { ...a, ttlSeconds: 10, now: 0 })).rejects.toBeInstanceOf(InvalidInput);
  });

  test("a record that cannot be read is not taken over", async () => {
    const key = { partition: "fleet#web", sort: "lease" };
    await ledger.put({ ...key, schema: 1, body: { owner: "rollout-a", fence: "1" } }, "absent");
    await expect(takeLease(ledger, { ...b, now: 1 })).rejects.toBeInstanceOf(LedgerCorrupt);
  });
});

describe("clocks that disagree", () => {
  test("somebody else's lease is not taken until 10 s after it has run out", async () => {
    await takeLease(ledger, { ...a, now: 100_000 });
    expect(await takeLease(ledger, { ...b, now: 169_999 })).toEqual({ taken: false, holder: leaseOfA });
    expect(await takeLease(ledger, { ...b, now: 170_000 })).toMatchObject({ taken: true });
  });

  test("nor is it seized before, but its owner may seize its own at any time, with a new fence", async () => {
    await takeLease(ledger, { ...a, now: 100_000 });
    expect(await seizeLease(ledger, { ...b, now: 169_999 })).toEqual({ taken: false, holder: leaseOfA });
    expect(await seizeLease(ledger, { ...a, now: 100_001 })).toMatchObject({
      taken: true,
      lease: { fence: 2 },
    });
    const later = await seizeLease(ledger, { ...b, now: 170_001 });
    expect(later).toMatchObject({ taken: true, lease: { fence: 3, owner: "rollout-b" } });
    expect(await seizeLease(ledger, { ...a, fleet: "api", now: 1 })).toMatchObject({ taken: true });
  });

  test("who never had it is told that nobody has", async () => {
    const never = renewLease(ledger, { ...a, fence: 1, now: 1 });
    await expect(never).rejects.toThrow(/rollout-a \(fence 1\).*web, nobody/);
    await takeLease(ledger, { ...a, now: 100_000 });
    await releaseLease(ledger, { ...a, fence: 1 });
    const freed = renewLease(ledger, { ...a, fence: 1, now: 100_001 });
    await expect(freed).rejects.toThrow(/web, nobody \(fence 1\)/);
  });

  test("a lease is given back as it was taken, and not once it was renewed or is another's", async () => {
    await takeLease(ledger, { ...a, now: 100_000 });
    expect(await releaseLease(ledger, { ...a, fence: 1, expiresAt: 159_999 })).toBe(false);
    expect(await releaseLease(ledger, { ...b, fence: 1 })).toBe(false);
    expect(await releaseLease(ledger, { ...a, fence: 2 })).toBe(false);
    expect(await readLease(ledger, "web")).toEqual(leaseOfA);
    expect(await releaseLease(ledger, { ...a, fence: 1, expiresAt: 160_000 })).toBe(true);
    expect(await readLease(ledger, "web")).toEqual({ ...leaseOfA, owner: null });
    expect(await releaseLease(ledger, { ...a, fleet: "api", fence: 1 })).toBe(false);
  });

  test("how long ago it ran out is told, and a time that is too short with the margin", async () => {
    await takeLease(ledger, { ...a, now: 100_000 });
    await expect(checkLease(ledger, { ...a, fence: 1, now: 150_250 })).rejects.toThrow(
      /rollout-a on web \(fence 1\) ran out 250 ms ago, 10000 ms/,
    );
    await expect(takeLease(ledger, { ...a, ttlSeconds: 10, now: 0 })).rejects.toThrow(
      /10 s on web.*10000 ms/,
    );
  });
});

describe("renewLease", () => {
  test("extends, even after the expiry, while nobody else has taken it", async () => {
    await takeLease(ledger, { ...a, now: 100_000 });
    const renewed = await renewLease(ledger, { ...a, fence: 1, now: 165_000 });
    expect(renewed).toEqual({ ...leaseOfA, expiresAt: 225_000 });
  });

  test.each([
    ["another owner", { ...b, fence: 1 }],
    ["another fence", { ...a, fence: 2 }],
    ["another fleet", { ...a, fleet: "api", fence: 1 }],
  ])("%s has lost it", async (_, claim) => {
    await takeLease(ledger, { ...a, now: 100_000 });
    await expect(renewLease(ledger, { ...claim, now: 100_001 })).rejects.toBeInstanceOf(LeaseLost);
  });

  test("names the one who holds it now", async () => {
    await takeLease(ledger, { ...a, now: 100_000 });
    await takeLease(ledger, { ...b, now: 170_000 });
    await expect(renewLease(ledger, { ...a, fence: 1, now: 170_001 })).rejects.toThrow(
      "rollout-a (fence 1) does not hold the lease on web, rollout-b (fence 2) does",
    );
  });
});

describe("checkLease", () => {
  test("answers the lease until 10 s before it expires", async () => {
    await takeLease(ledger, { ...a, now: 100_000 });
    expect(await checkLease(ledger, { ...a, fence: 1, now: 149_999 })).toEqual(leaseOfA);
    const late = checkLease(ledger, { ...a, fence: 1, now: 150_000 });
    await expect(late).rejects.toThrow("ran out 0 ms ago");
    await expect(late).rejects.toBeInstanceOf(LeaseLost);
  });

  test.each([
    ["another owner", { ...b, fence: 1 }],
    ["another fence", { ...a, fence: 2 }],
    ["nobody took it", { ...a, fleet: "api", fence: 1 }],
  ])("%s does not hold it", async (_, claim) => {
    await takeLease(ledger, { ...a, now: 100_000 });
    await expect(checkLease(ledger, { ...claim, now: 100_001 })).rejects.toBeInstanceOf(LeaseLost);
  });
});

describe("releaseLease", () => {
  test("frees it at once, keeps the fence, and may be said twice", async () => {
    await takeLease(ledger, { ...a, now: 100_000 });
    await releaseLease(ledger, { ...a, fence: 1 });
    await releaseLease(ledger, { ...a, fence: 1 });
    expect(await readLease(ledger, "web")).toEqual({ ...leaseOfA, owner: null });
    await expect(checkLease(ledger, { ...a, fence: 1, now: 100_001 })).rejects.toBeInstanceOf(LeaseLost);
    expect(await takeLease(ledger, { ...b, now: 100_001 })).toEqual({
      taken: true,
      lease: { owner: "rollout-b", fence: 2, expiresAt: 160_001 },
    });
  });

  test("a late release leaves the lease of the next holder alone", async () => {
    await takeLease(ledger, { ...a, now: 100_000 });
    await takeLease(ledger, { ...a, now: 160_000 });
    await releaseLease(ledger, { ...a, fence: 1 });
    await releaseLease(ledger, { ...b, fence: 2 });
    await releaseLease(ledger, { ...b, fleet: "never-taken", fence: 1 });
    expect(await readLease(ledger, "web")).toEqual({ owner: "rollout-a", fence: 2, expiresAt: 220_000 });
  });
});
