import type { FaultKind } from "../../faults.ts";
import { addPlane, killPlane } from "../../processes/planes.ts";

/** The process that runs everything dies, with all executions; a new one starts later and knows none of them. */
export const engineDies: FaultKind = {
  name: "engine-dies",
  begin: ({ stage, random, rate }) => {
    const chance = 0.001 + 0.02 * rate;
    stage.onFate(({ process }) => {
      if (!random.chance(chance)) return undefined;
      const plane = stage.planes.find(({ name }) => name === process);
      if (plane === undefined) return undefined;
      const when = random.pick(["before", "during"] as const);
      const seconds = random.integer(5, 900);
      // With the call under way, or just before it leaves.
      if (when === "before") killPlane(stage, plane);
      else stage.simulator.world.after(0.03, () => stage.planes.includes(plane) && killPlane(stage, plane));
      stage.simulator.world.after(seconds, () => void addPlane(stage));
      stage.count("engine-dies");
      return when === "before" ? { kind: "dies", when } : undefined;
    });
  },
};
