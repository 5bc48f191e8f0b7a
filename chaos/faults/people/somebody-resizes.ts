import { UpdateAutoScalingGroupCommand } from "@aws-sdk/client-auto-scaling";
import { applyDesiredByAlarm } from "../../../simulator/services/auto-scaling/groups/size.ts";
import { ownGroups } from "../../world/strangers/not-strangers.ts";
import type { FaultKind } from "../fault-kind.ts";

/** An autoscaler or a person changes sizes midway, of blue or of green. */
export const somebodyResizes: FaultKind = {
  name: "somebody-resizes",
  begin: ({ chaos, random, rate, atTimes }) => {
    const { world } = chaos.simulator;
    atTimes(1 + Math.round(8 * rate), () => {
      const groups = ownGroups(chaos).filter(({ deleting }) => !deleting);
      if (groups.length === 0) return;
      const group = random.pick(groups);
      const wanted = Math.max(0, group.desiredCapacity + random.integer(-3, 3));
      chaos.interferes("size", group.name);
      if (random.chance(0.6)) {
        applyDesiredByAlarm(world, group.name, wanted);
        chaos.count("somebody-resizes autoscaler");
        return;
      }
      // A rollback waits for the person who took all of blue's servers away.
      if (wanted === 0) chaos.interferes("stuck", group.name);
      const MinSize = Math.min(group.minSize, wanted);
      const MaxSize = Math.max(group.maxSize, wanted);
      const size = { AutoScalingGroupName: group.name, DesiredCapacity: wanted, MinSize, MaxSize };
      chaos.operator.autoScaling
        .send(new UpdateAutoScalingGroupCommand(size))
        .catch((error: unknown) => chaos.note(String(error)));
      chaos.count("somebody-resizes operator");
    });
  },
};
