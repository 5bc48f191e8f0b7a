import { addControlPlane, killControlPlane } from "../../processes/control-planes.ts";
import type { FaultKind } from "../fault-kind.ts";

/** The process that runs everything dies, with all executions; a new one starts later and knows none of them. */
export const engineDies: FaultKind = {
  name: "engine-dies",
  begin: ({ chaos, random, rate }) => {
    const chance = 0.001 + 0.02 * rate;
    chaos.inject(({ process }) => {
      if (!random.chance(chance)) return undefined;
      const controlPlane = chaos.controlPlanes.find(({ name }) => name === process);
      if (controlPlane === undefined) return undefined;
      const when = random.pick(["before", "during"] as const);
      const seconds = random.integer(5, 900);
      // With the call under way, or just before it leaves.
      if (when === "before") killControlPlane(chaos, controlPlane);
      else
        chaos.simulator.world.after(
          0.03,
          () => chaos.controlPlanes.includes(controlPlane) && killControlPlane(chaos, controlPlane),
        );
      chaos.simulator.world.after(seconds, () => void addControlPlane(chaos));
      chaos.count("engine-dies");
      return when === "before" ? { kind: "dies", when } : undefined;
    });
  },
};
