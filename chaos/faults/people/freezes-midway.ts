import { freeze, lift } from "../../../src/ledger/freezes.ts";
import type { FaultKind, FaultWork } from "../fault-kind.ts";

/** Somebody freezes the fleet, or everything, while a step is held up for seconds, and lifts the freeze minutes later. */
export const freezesMidway: FaultKind = {
  name: "freezes-midway",
  begin: (work) => {
    const { chaos, random, rate } = work;
    const chance = 0.02 + 0.25 * rate;
    chaos.inject(({ task, medium, what }) => {
      if (task === "sweep" || (medium === "ledger" && what !== "entry")) return undefined;
      // A change is written down right before it is sent: there it matters most.
      if (!random.chance(medium === "ledger" ? chance : chance / 10)) return undefined;
      const seconds = random.integer(1, 20);
      chaos.simulator.world.after(random.integer(0, seconds - 1), () => {
        freezeFor(random.integer(10, 300), work).catch((error: unknown) => chaos.note(String(error)));
      });
      return { kind: "late", seconds };
    });
  },
};

async function freezeFor(seconds: number, { chaos, random }: FaultWork): Promise<void> {
  const { ledger, clock } = chaos;
  const fleet = random.chance(0.5) ? "web" : null;
  chaos.count("freezes-midway");
  await freeze(ledger, { fleet, reason: "a doubt", by: "grace", since: clock.now(), until: null });
  await clock.sleep(seconds * 1000);
  await lift(ledger, fleet);
}
