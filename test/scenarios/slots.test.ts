import { expect, test } from "vitest";
import { sweepOnce } from "../../rehearsal/rehearsal.ts";
import { readAttempts } from "../../src/ledger/attempts.ts";
import { readSlots, takeSlot } from "../../src/ledger/brakes/slots.ts";
import { listEntries } from "../../src/ledger/entries.ts";
import { readLastHold } from "../../src/ledger/last-hold.ts";
import { rollouts } from "../../src/ledger/runs/rollouts.ts";
import { type Fleets, withFleets } from "../support/rollout/several-fleets.ts";

const NAMES = ["api", "shop", "web"] as const;
const none = async (): Promise<void> => undefined;

/** The fleets whose rollout has not ended. */
async function open({ ledger }: Fleets): Promise<readonly string[]> {
  const found = await Promise.all(NAMES.map(async (name) => rollouts.open(ledger, name)));
  return found.flatMap((each) => each?.run.fleet ?? []);
}
const holders = async ({ ledger }: Fleets) => (await readSlots(ledger))?.open.map(({ fleet }) => fleet);
const outcomes = async ({ ledger }: Fleets) =>
  Promise.all(NAMES.map(async (name) => (await rollouts.list(ledger, name)).map(({ run }) => run.outcome)));

test("Of three rollouts that are started at once no more are ever open than the account has slots, and each has its turn", async () => {
  await withFleets(
    NAMES,
    async (fleets) => {
      await sweepOnce(fleets);
      const most: number[] = [];
      await Promise.all(NAMES.map(async (name) => fleets.start(name)));
      for (let minutes = 0; minutes < 90; minutes += 1) {
        await fleets.simulator.clock.sleep(60_000);
        most.push((await open(fleets)).length);
        if (minutes % 5 === 0) await sweepOnce(fleets);
      }
      await fleets.settled();
      expect(Math.max(...most)).toBe(2);
      expect(await outcomes(fleets)).toEqual([["succeeded"], ["succeeded"], ["succeeded"]]);
      expect(await holders(fleets)).toEqual([]);
    },
    { atOnce: 2 },
  );
});

test("Who finds a slot taken that was free a moment before has failed at nothing, and begins when one is free", async () => {
  await withFleets(
    NAMES,
    async (fleets) => {
      await sweepOnce(fleets);
      await Promise.all(NAMES.map(async (name) => fleets.start(name)));
      for (let minutes = 0; minutes < 120; minutes += 5) {
        await sweepOnce(fleets);
        await fleets.simulator.clock.sleep(300_000);
      }
      await fleets.settled();
      expect(await outcomes(fleets)).toEqual([["succeeded"], ["succeeded"], ["succeeded"]]);
      const attempts = await Promise.all(NAMES.map(async (name) => readAttempts(fleets.ledger, name)));
      expect(attempts.flatMap(({ last }) => last)).toEqual([]);
      const began = (await Promise.all(NAMES.map(async (name) => rollouts.list(fleets.ledger, name)))).flat();
      const runs = began.map(({ run }) => run).sort((a, b) => a.startedAt - b.startedAt);
      // Each within one sweep of the end of the one before.
      const waits = runs.slice(1).map((run, index) => run.startedAt - (runs[index]?.endedAt ?? 0));
      expect(Math.max(...waits)).toBeLessThanOrEqual(330_000);
    },
    { atOnce: 1 },
  );
});

test("Who waits for a slot is told which runs have them, and begins when one is free", async () => {
  await withFleets(
    NAMES,
    async (fleets) => {
      await sweepOnce(fleets);
      await takeSlot(fleets.ledger, { fleet: "api", run: "api-1", at: fleets.simulator.clock.now() }, none);
      await fleets.start("web");
      await fleets.settled();
      await sweepOnce(fleets);
      expect(await readLastHold(fleets.ledger, "web")).toBe("every slot of the account is taken");
      const entries = await listEntries(fleets.ledger, "web");
      expect(entries.find(({ action }) => action === "leave")?.reason).toBe(
        "1 of 1 runs of this account are open: api-1; the end of one of them frees its slot",
      );
      expect(await outcomes(fleets)).toEqual([[], [], []]);
      // An Admit that died after it took the slot: a quarter of an hour later nobody is beginning any more.
      await fleets.simulator.clock.sleep(16 * 60_000);
      await sweepOnce(fleets);
      await fleets.settled();
      expect(await outcomes(fleets)).toEqual([[], [], ["succeeded"]]);
    },
    { atOnce: 1 },
  );
});

test("Rollouts that were open before there were slots have theirs from the next sweep on", async () => {
  await withFleets(NAMES, async (fleets) => {
    await fleets.start("web");
    await fleets.entered(4);
    const limited = { ...fleets, runtime: { ...fleets.runtime, atOnce: 1 } };
    await sweepOnce({ ...limited, runtimeOf: () => limited.runtime });
    expect([await open(fleets), await holders(fleets)]).toEqual([["web"], ["web"]]);
    await fleets.settled();
    expect(await holders(fleets)).toEqual([]);
  });
});
