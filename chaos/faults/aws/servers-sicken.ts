import { sicken } from "../../../simulator/services/ec2/instances/launch.ts";
import { ownRunning } from "../../world/strangers/not-strangers.ts";
import type { FaultKind } from "../fault-kind.ts";

/** Servers that were healthy stop to pass their health checks: one, a whole generation, or those of both at a time. */
export const serversSicken: FaultKind = {
  name: "servers-sicken",
  begin: ({ chaos, random, rate, atTimes }) => {
    const { world } = chaos.simulator;
    atTimes(1 + Math.round(8 * rate), () => {
      const running = ownRunning(chaos);
      if (running.length === 0) return;
      const one = random.pick(running);
      // One time in eight what all of them depend on: both sides fall ill at once.
      const isShared = /[01]$/u.test(one.id);
      const all = random.chance(0.3)
        ? running.filter(({ imageId }) => isShared || imageId === one.imageId)
        : [one];
      for (const { id } of all) sicken(world, id);
      chaos.count("servers-sicken");
    });
  },
};
