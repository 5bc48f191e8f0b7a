import { AutoScalingClient, RecordLifecycleActionHeartbeatCommand } from "@aws-sdk/client-auto-scaling";
import { type Rehearsal, sweepOnce } from "../../rehearsal/rehearsal.ts";
import type { LongRollout } from "./cases.ts";

const MINUTE_MS = 60_000;

/** Nobody completes it: a server renews it for as long as it has work (aws-facts 1.3: two hours a heartbeat at most). */
export const TERMINATE_HOOK = {
  LifecycleHookSpecificationList: [
    {
      LifecycleHookName: "ship-jobs",
      LifecycleTransition: "autoscaling:EC2_INSTANCE_TERMINATING",
      HeartbeatTimeout: 7200,
      DefaultResult: "CONTINUE",
    },
  ],
};

/** Blue's server renews its hook for as long as it has work; the sweep comes by as often as in an account. */
export async function holdHook(
  { seconds, drainSeconds }: NonNullable<LongRollout["hook"]>,
  rehearsal: Rehearsal,
): Promise<void> {
  const { simulator } = rehearsal;
  const [InstanceId = ""] = simulator.world.state.groups.get("web")?.instances.keys() ?? [];
  const renew = new RecordLifecycleActionHeartbeatCommand({
    AutoScalingGroupName: "web",
    LifecycleHookName: "ship-jobs",
    InstanceId,
  });
  const server = simulator.open(AutoScalingClient, { name: "a server" });
  const state = () =>
    simulator.world.state.groups.get("web")?.instances.get(InstanceId)?.lifecycleState ?? "gone";
  while (state() === "InService") await simulator.clock.sleep(MINUTE_MS);
  const until = simulator.clock.now() + (seconds + drainSeconds) * 1000;
  while (simulator.clock.now() < until && state() !== "gone") {
    if (state() === "Terminating:Wait") await server.send(renew);
    await simulator.clock.sleep(5 * MINUTE_MS);
    await sweepOnce(rehearsal);
  }
}
