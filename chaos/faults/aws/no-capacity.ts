import { setZoneCapacity } from "../../../simulator/services/ec2/instances/launch.ts";
import type { FaultKind } from "../fault-kind.ts";

/** EC2 has no capacity in one zone or in all, for a while. */
export const noCapacity: FaultKind = {
  name: "no-capacity",
  begin: ({ chaos, random, rate, atTimes }) => {
    const { world } = chaos.simulator;
    const zones = [...new Set([...world.state.subnets.values()].map(({ zone }) => zone))];
    atTimes(1 + Math.round(4 * rate), () => {
      const hit = random.chance(0.5) ? zones : [random.pick(zones)];
      for (const zone of hit) {
        setZoneCapacity(world, zone, false);
        world.after(random.integer(10, 1200), () => setZoneCapacity(world, zone, true));
      }
      chaos.count(hit.length > 1 ? "no-capacity anywhere" : "no-capacity in a zone");
    });
  },
};
