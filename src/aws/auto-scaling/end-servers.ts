import {
  type AutoScalingClient,
  TerminateInstanceInAutoScalingGroupCommand,
} from "@aws-sdk/client-auto-scaling";
import { chunk } from "../describe-existing.ts";

/** The most servers that a call takes when the group is named (aws-facts 8.5). */
const AT_ONCE = 100;

/**
 * Has a group end servers of its own: they are deregistered, drain, and run the terminate hooks. Never with a decrement: on
 * one in Standby desired would fall a second time and a serving server would go (aws-facts 8.5, 10). So one in service is
 * replaced, and one in Standby is not. A call for up to a hundred. Throws NotFound when one of them is no member any more:
 * read the group again.
 */
export async function endServers(
  client: AutoScalingClient,
  group: string,
  ids: readonly string[],
): Promise<void> {
  for (const InstanceIds of chunk(ids, AT_ONCE)) {
    const asked = { AutoScalingGroupName: group, InstanceIds, ShouldDecrementDesiredCapacity: false };
    await client.send(new TerminateInstanceInAutoScalingGroupCommand(asked));
  }
}
