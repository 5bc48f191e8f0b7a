import { terminateInstances } from "../../../simulator/services/ec2/instances/launch.ts";
import { ownRunning } from "../../world/strangers/not-strangers.ts";
import type { FaultKind } from "../fault-kind.ts";

/** Servers are terminated past their group: by hand, or by AWS. */
export const serversVanish: FaultKind = {
  name: "servers-vanish",
  begin: ({ chaos, random, rate, atTimes }) => {
    const { world } = chaos.simulator;
    atTimes(1 + Math.round(20 * rate), () => {
      const running = ownRunning(chaos);
      if (running.length === 0) return;
      terminateInstances(world, [random.pick(running).id], "Server.InternalError: gone");
      chaos.count("servers-vanish");
    });
  },
};
