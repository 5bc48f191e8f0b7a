import {
  type AutoScalingClient,
  TerminateInstanceInAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import { chunk } from "../describe-existing.ts";

/** The most servers that a call takes when the group is named (aws-facts 8.5). */
const AT_ONCE = 100;

/**
 * Has a group end these servers and be smaller by as many: of a group that has more than it needs, those that are to go, and not those
 * that its termination policy would choose. Never for servers in Standby, which are no part of desired: a serving one would go as well
 * (aws-facts 8.5). Throws Rejected where desired would fall below min, NotFound when one of them is no member any more.
 */
export async function endSurplus(
  client: AutoScalingClient,
  group: string,
  ids: readonly string[],
): Promise<void> {
  for (const InstanceIds of chunk(ids, AT_ONCE)) {
    const asked = { AutoScalingGroupName: group, InstanceIds, ShouldDecrementDesiredCapacity: true };
    await client.send(new TerminateInstanceInAutoScalingGroupCommand(asked));
  }
}
