import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createSimulator } from "../../../simulator/simulator.ts";
import { createRandom } from "../../../simulator/world/random.ts";
import { fleetSchema } from "../../../src/domain/declaration/fleet.ts";
import type { Reason } from "../../../src/domain/run/cause.ts";
import { LedgerConflict } from "../../../src/errors/errors.ts";
import type { Ledger } from "../../../src/ledger/ledger.ts";
import { openSqliteLedger } from "../../../src/ledger/stores/sqlite-ledger.ts";
import { awaitStart } from "../../../src/rollout/admission/start-rate.ts";

const FLEET = fleetSchema.parse({
  fleet: "web",
  template: "lt-0abc",
  image: { channel: "/images/web" },
  traffic: { strategy: "none" },
});
const { clock, drive } = createSimulator();
let ledger: Ledger;
beforeEach(() => {
  ledger = openSqliteLedger(":memory:");
});
afterEach(() => ledger.close());

const ask = (name: string, reason: Reason = "image", from = ledger) =>
  awaitStart({ fleet: { ...FLEET, fleet: name }, rollout: `${name}-1`, reason }, { ledger: from, clock });

test("ten fleets begin at once, the next ones after them, and a person's in between without a wait", async () => {
  const waits: (number | undefined)[] = [];
  for (let fleet = 0; fleet < 12; fleet += 1) waits.push((await ask(`f${fleet}`))?.waitSeconds);
  const [eleventh, twelfth] = waits.slice(10);
  expect(waits.slice(0, 10)).toEqual(Array.from({ length: 10 }, () => undefined));
  expect(eleventh).toBeGreaterThan(0);
  expect(twelfth).toBeGreaterThan(eleventh ?? 0);
  expect(await ask("person", "operator")).toBeNull();
  expect((await ask("f99"))?.reason).toMatch(/^other rollouts begin first/);
});

describe("where every race is lost", () => {
  const lost = (): Ledger => ({
    ...ledger,
    put: (write, expected) =>
      write.sort === "start-rate"
        ? Promise.reject(new LedgerConflict("somebody else wrote"))
        : ledger.put(write, expected),
  });

  test("a rollout comes again by way of the machine, and no step fails", async () => {
    const answer = await drive(ask("web", "image", lost()));
    expect(answer).toMatchObject({ verdict: "wait", reason: "many rollouts ask for their start at once" });
    expect(answer?.waitSeconds).toBeLessThanOrEqual(30);
  });

  test("a person's begins", async () => {
    expect(await drive(ask("web", "operator", lost()))).toBeNull();
  });
});

/** A ledger that takes as long as one across a network, so that its writers are in each other's way. */
function distant(): { readonly far: Ledger; readonly puts: () => number } {
  const { integer } = createRandom(1);
  const way = () => clock.sleep(integer(3, 8));
  let puts = 0;
  const far: Ledger = {
    ...ledger,
    get: async (key) => {
      await way();
      const item = await ledger.get(key);
      await way();
      return item;
    },
    put: async (write, expected) => {
      await way();
      if (write.sort === "start-rate") puts += 1;
      return ledger.put(write, expected).finally(way);
    },
  };
  return { far, puts: () => puts };
}

test("a thousand that ask within ten seconds all have their start within a minute, and no write is lost ten times", async () => {
  const { far, puts } = distant();
  const { integer } = createRandom(2);
  const began = clock.now();
  const admitted = async (name: string): Promise<number> => {
    await clock.sleep(integer(0, 10_000));
    for (;;) {
      const answer = await ask(name, "image", far);
      if (!answer?.reason.startsWith("many")) return clock.now() - began;
      await clock.sleep(answer.waitSeconds * 1000);
    }
  };
  const names = Array.from({ length: 1000 }, (_, fleet) => `f${fleet}`);
  const took = await drive(Promise.all(names.map(admitted)));
  expect(Math.max(...took)).toBeLessThan(60_000);
  expect(puts()).toBeLessThan(10 * names.length);
  const [rate] = await ledger.list("account", { prefix: "start-rate" });
  expect(rate?.revision).toBe(names.length);
});
