import {
  type AutoScalingClient,
  EnterStandbyCommand,
  ExitStandbyCommand,
} from "@aws-sdk/client-auto-scaling";
import { chunk } from "../describe-existing.ts";

/** The most servers that either call takes (aws-facts 8.5). */
const AT_ONCE = 20;

/**
 * Takes servers in service out of traffic; they run on, outside of the desired capacity, which falls by as many. So the
 * caller has raised it before: without the decrement AWS would launch their replacement only after they left traffic.
 * They are EnteringStandby until the deregistration delay is over. A call for up to twenty. Throws Rejected when one is
 * not InService, as it is when the answer of an earlier try was lost, or when desired would fall below min: read the group
 * again (aws-facts 8.5).
 */
export async function enterStandby(
  client: AutoScalingClient,
  group: string,
  ids: readonly string[],
): Promise<void> {
  for (const InstanceIds of chunk(ids, AT_ONCE)) {
    const asked = { AutoScalingGroupName: group, InstanceIds, ShouldDecrementDesiredCapacity: true };
    await client.send(new EnterStandbyCommand(asked));
  }
}

/**
 * Gives servers in Standby back to traffic: desired rises by as many, they are registered anew and their grace period
 * starts again. A call for up to twenty. Throws Rejected when one is not in Standby, when max has no room for them, or while
 * Launch is suspended (aws-facts 8.2, 8.5).
 */
export async function exitStandby(
  client: AutoScalingClient,
  group: string,
  ids: readonly string[],
): Promise<void> {
  for (const InstanceIds of chunk(ids, AT_ONCE)) {
    await client.send(new ExitStandbyCommand({ AutoScalingGroupName: group, InstanceIds }));
  }
}
