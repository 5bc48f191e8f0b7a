import { addPlane, killPlane } from "../../processes/control-planes.ts";
import type { FaultKind } from "../fault-kind.ts";

/** The process that runs everything dies, with all executions; a new one starts later and knows none of them. */
export const engineDies: FaultKind = {
  name: "engine-dies",
  begin: ({ chaos, random, rate }) => {
    const chance = 0.001 + 0.02 * rate;
    chaos.onFate(({ process }) => {
      if (!random.chance(chance)) return undefined;
      const plane = chaos.planes.find(({ name }) => name === process);
      if (plane === undefined) return undefined;
      const when = random.pick(["before", "during"] as const);
      const seconds = random.integer(5, 900);
      // With the call under way, or just before it leaves.
      if (when === "before") killPlane(chaos, plane);
      else chaos.simulator.world.after(0.03, () => chaos.planes.includes(plane) && killPlane(chaos, plane));
      chaos.simulator.world.after(seconds, () => void addPlane(chaos));
      chaos.count("engine-dies");
      return when === "before" ? { kind: "dies", when } : undefined;
    });
  },
};
