import type { World, WorldEvent } from "../../world/world.ts";
import { followZones } from "./balancing/zonal-dns.ts";
import { noticeServer } from "./target-groups/health-checks.ts";
import { targetsOfInstance } from "./target-groups/target-keys.ts";
import { refreshTarget, useOf } from "./target-groups/target-use.ts";

/** Makes load balancers notice what happens to their servers. */
export function attach(world: World): void {
  world.onWorldEvent((worldEvent) => {
    noticeInstance(world, worldEvent);
    followZones(world, worldEvent);
  });
}

function noticeInstance(world: World, { service, kind, subject }: WorldEvent): void {
  if (service !== "ec2" || !kind.startsWith("instance-")) return;
  for (const group of world.state.targetGroups.values()) {
    for (const target of targetsOfInstance(group, subject)) {
      refreshTarget(world, group, target, useOf(world.state, group.arn));
      noticeServer(world, group, target);
    }
  }
}
