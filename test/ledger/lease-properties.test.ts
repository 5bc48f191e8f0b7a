import fc from "fast-check";
import { expect, test } from "vitest";
import { LeaseLost } from "../../src/errors/errors.ts";
import {
  checkLease,
  type Lease,
  readLease,
  releaseLease,
  renewLease,
  takeLease,
} from "../../src/ledger/leases.ts";
import type { Ledger, LedgerKey } from "../../src/ledger/ledger.ts";
import { openSqliteLedger } from "../../src/ledger/stores/sqlite-ledger.ts";

interface Step {
  readonly owner: "a" | "b";
  readonly action: "take" | "renew" | "release";
  /** Real milliseconds that pass before it. */
  readonly after: number;
}

interface World {
  readonly ledger: Ledger;
  readonly skew: Readonly<Record<Step["owner"], number>>;
  /** Every fence an owner was ever given. */
  readonly given: { owner: Step["owner"]; fence: number }[];
  /** When each owner's last lease expires by its own clock, as long as it does not know that it lost it. */
  readonly believedUntil: Map<Step["owner"], number>;
  now: number;
}

const SKEW_MS = 5_000;
const TTL_SECONDS = 30;
const owners = fc.constantFrom<Step["owner"]>("a", "b");
const actions = fc.constantFrom<Step["action"]>("take", "take", "renew", "release");
/** Around the instants that decide: the margins on both sides of an expiry, and in between. */
const pauses = fc.oneof(
  fc.integer({ min: 0, max: 60_000 }),
  fc.constantFrom(0, 1, 14_999, 19_999, 20_000, 29_999, 30_000, 34_999, 39_999, 40_000, 44_999, 45_000),
);
const steps = fc.array(fc.record({ owner: owners, action: actions, after: pauses }), { maxLength: 25 });
const skews = fc.record({
  a: fc.integer({ min: -SKEW_MS, max: SKEW_MS }),
  b: fc.integer({ min: -SKEW_MS, max: SKEW_MS }),
});

test("one after the other: the fence never goes down and two owners never hold at one instant", async () => {
  await fc.assert(
    fc.asyncProperty(steps, skews, async (history, skew) => {
      const world = newWorld(skew);
      let fence = 0;
      for (const step of history) {
        world.now += step.after;
        await act(world, step, world.ledger);
        expect(await holders(world)).toSatisfy(atMostOne);
        expect(believers(world)).toSatisfy(atMostOne);
        const recorded = (await readLease(world.ledger, "web"))?.fence ?? 0;
        expect(recorded).toBeGreaterThanOrEqual(fence);
        fence = recorded;
      }
      world.ledger.close();
    }),
    { numRuns: 300 },
  );
});

test("at the same time: whatever the order of reads and writes, no fence goes to two owners", async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), steps, skews, async (scheduler, history, skew) => {
      const world = newWorld(skew);
      const fences: number[] = [];
      const slow = slowed(world.ledger, scheduler, async () => {
        expect(await holders(world)).toSatisfy(atMostOne);
        fences.push((await readLease(world.ledger, "web"))?.fence ?? 0);
      });
      const all = Promise.all(
        history.map((step) => {
          const due = scheduler.schedule(Promise.resolve());
          return due.then(() => {
            world.now += step.after / 10;
            return act(world, step, slow);
          });
        }),
      );
      await scheduler.waitFor(all);
      expect(fences).toEqual(fences.toSorted((x, y) => x - y));
      for (const { owner, fence } of world.given) {
        expect(world.given.filter((other) => other.fence === fence && other.owner !== owner)).toEqual([]);
      }
      world.ledger.close();
    }),
    { numRuns: 300 },
  );
});

const atMostOne = (found: string[]): boolean => found.length <= 1;

function newWorld(skew: World["skew"]): World {
  return { ledger: openSqliteLedger(":memory:"), skew, given: [], believedUntil: new Map(), now: 1_000_000 };
}

/**
 * Who may still have a call under way: one that was checked at the last moment allowed, the clock margin before the
 * expiry, has that margin to end. Such an owner has not looked at the ledger since, only at its clock.
 */
function believers(world: World): string[] {
  return [...world.believedUntil].flatMap(([owner, until]) =>
    world.now + world.skew[owner] < until ? [owner] : [],
  );
}

/** Who may act at this instant, each by its own clock and with any fence it ever had. */
async function holders(world: World): Promise<string[]> {
  const found = new Set<string>();
  for (const { owner, fence } of world.given) {
    const claim = { fleet: "web", owner, fence, now: world.now + world.skew[owner] };
    if (await unlessLost(checkLease(world.ledger, claim))) found.add(owner);
  }
  return [...found];
}

async function unlessLost(answer: Promise<Lease>): Promise<Lease | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof LeaseLost) return undefined;
    throw error;
  }
}

async function act(world: World, step: Step, ledger: Ledger): Promise<void> {
  const { owner } = step;
  const claim = { fleet: "web", owner, now: world.now + world.skew[owner], ttlSeconds: TTL_SECONDS };
  const fence = world.given.findLast((one) => one.owner === owner)?.fence ?? 1;
  if (step.action === "release") {
    world.believedUntil.delete(owner);
    await releaseLease(ledger, { ...claim, fence });
  } else if (step.action === "renew") {
    const renewed = await unlessLost(renewLease(ledger, { ...claim, fence }));
    if (renewed) world.believedUntil.set(owner, renewed.expiresAt);
    else world.believedUntil.delete(owner);
  } else {
    const answer = await takeLease(ledger, claim);
    if (!answer.taken) return;
    world.given.push({ owner, fence: answer.lease.fence });
    world.believedUntil.set(owner, answer.lease.expiresAt);
  }
}

/** Lets the scheduler choose which read or write comes next, and looks at the world after each write. */
function slowed(ledger: Ledger, scheduler: fc.Scheduler, look: () => Promise<void>): Ledger {
  return {
    ...ledger,
    get: scheduler.scheduleFunction((key: LedgerKey) => ledger.get(key)),
    put: async (write, expected) => {
      await scheduler.schedule(Promise.resolve());
      const item = await ledger.put(write, expected);
      await look();
      return item;
    },
  };
}
