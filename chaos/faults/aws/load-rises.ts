import { applyDesiredByAlarm } from "../../../simulator/services/auto-scaling/groups/size.ts";
import type { FaultKind } from "../fault-kind.ts";

/** The load rises while green is launched, looked at and given traffic: an autoscaler gives the live group more servers. */
export const loadRises: FaultKind = {
  name: "load-rises",
  begin: ({ chaos, random, rate }) => {
    const chance = 0.01 + 0.1 * rate;
    chaos.inject(({ task, medium }) => {
      if (medium !== "call" || !WHILE.has(task) || !random.chance(chance)) return undefined;
      const { world } = chaos.simulator;
      const live = [...chaos.view.generations.values()].find(({ state }) => state === "live");
      const group = world.state.groups.get(live?.group ?? "");
      if (group === undefined || group.deleting) return undefined;
      chaos.interferes("size", group.name);
      applyDesiredByAlarm(world, group.name, group.desiredCapacity + random.integer(1, 3));
      chaos.count("load-rises");
      return undefined;
    });
  },
};

const WHILE = new Set(["launchGreen", "observeGreen", "validateGreen", "shiftTraffic"]);
