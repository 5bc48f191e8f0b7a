import { addPlane } from "../../processes/control-planes.ts";
import type { FaultKind } from "../fault-kind.ts";

/**
 * A process stops in its tracks, with a change just written down or a call under way, and goes on minutes later as if
 * nothing had been: a machine that sleeps or is moved. Its lease runs out meanwhile, and another process takes over.
 */
export const processesPause: FaultKind = {
  name: "processes-pause",
  begin: ({ chaos, random, rate }) => {
    const chance = 0.005 + 0.05 * rate;
    const paused = new Set<object>();
    addPlane(chaos);
    chaos.onFate(({ process, medium, what }) => {
      if (medium === "ledger" && what !== "entry") return undefined;
      if (!random.chance(chance)) return undefined;
      const plane = chaos.planes.find(({ name }) => name === process);
      if (plane === undefined || paused.has(plane)) return undefined;
      const seconds = random.pick([60, 400, 650, 1000]);
      chaos.note(`${process} pauses for ${seconds} s`);
      chaos.count(`processes-pause ${seconds > 610 ? "past its lease" : "a while"}`);
      paused.add(plane);
      plane.lifetime.pause();
      chaos.simulator.world.after(seconds, () => {
        chaos.note(`${process} goes on`);
        paused.delete(plane);
        plane.lifetime.goOn();
      });
      return undefined;
    });
  },
};
