import {
  EnterStandbyCommand,
  ExitStandbyCommand,
  SetInstanceProtectionCommand,
} from "@aws-sdk/client-auto-scaling";
import { ownGroups } from "../../world/strangers/not-strangers.ts";
import type { FaultKind, FaultWork } from "../fault-kind.ts";

/** A person protects a server from scale-in, or takes one to standby; and takes that back, sooner or later. */
export const serversProtected: FaultKind = {
  name: "servers-protected",
  begin: (work) => {
    const { chaos, rate, atTimes } = work;
    atTimes(
      1 + Math.round(3 * rate),
      () => void disturb(work).catch((error: unknown) => chaos.note(String(error))),
    );
  },
};

async function disturb({ chaos, random }: FaultWork): Promise<void> {
  const { autoScaling } = chaos.operator;
  const groups = ownGroups(chaos).filter(({ instances }) => instances.size > 0);
  if (groups.length === 0) return;
  const group = random.pick(groups);
  const server = random.pick([...group.instances.keys()]);
  const of = { AutoScalingGroupName: group.name, InstanceIds: [server] };
  const seconds = random.integer(60, 3600);
  if (random.chance(0.5)) {
    chaos.count("servers-protected protected");
    await autoScaling.send(new SetInstanceProtectionCommand({ ...of, ProtectedFromScaleIn: true }));
    await chaos.clock.sleep(seconds * 1000);
    await autoScaling.send(new SetInstanceProtectionCommand({ ...of, ProtectedFromScaleIn: false }));
  } else {
    chaos.count("servers-protected standby");
    chaos.interferes("size", group.name);
    await autoScaling.send(new EnterStandbyCommand({ ...of, ShouldDecrementDesiredCapacity: true }));
    await chaos.clock.sleep(seconds * 1000);
    chaos.interferes("size", group.name);
    await autoScaling.send(new ExitStandbyCommand(of));
  }
}
