import { addControlPlane } from "../../processes/control-planes.ts";
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
    addControlPlane(chaos);
    chaos.inject(({ process, medium, what }) => {
      if (medium === "ledger" && what !== "entry") return undefined;
      if (!random.chance(chance)) return undefined;
      const controlPlane = chaos.controlPlanes.find(({ name }) => name === process);
      if (controlPlane === undefined || paused.has(controlPlane)) return undefined;
      const seconds = random.pick([60, 400, 650, 1000]);
      chaos.note(`${process} pauses for ${seconds} s`);
      chaos.count(`processes-pause ${seconds > 610 ? "past its lease" : "a while"}`);
      paused.add(controlPlane);
      controlPlane.lifetime.pause(chaos.simulator.world.now() + seconds * 1000);
      chaos.simulator.world.after(seconds, () => {
        chaos.note(`${process} goes on`);
        paused.delete(controlPlane);
        controlPlane.lifetime.goOn();
      });
      return undefined;
    });
  },
};
