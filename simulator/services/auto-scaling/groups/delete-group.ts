import type {
  DeleteAutoScalingGroupCommandInput,
  DeleteAutoScalingGroupCommandOutput,
} from "@aws-sdk/client-auto-scaling";
import { type Operation, ServiceFault } from "../../operation.ts";
import { isTerminating } from "../capacity/counting.ts";
import { wake } from "../capacity/wake.ts";
import { deletePolicyAlarms } from "../policies/policy-alarms.ts";
import { deregisterFrom } from "../sources/traffic.ts";
import type { GroupRecord } from "../state.ts";
import { type Answer, groupNamed } from "./find.ts";

/**
 * Deletes a group. Without ForceDelete it fails while servers (`ResourceInUse`) or activities
 * (`ScalingActivityInProgress`) exist; with it servers end without hooks and without draining (aws-facts 1.2).
 * DeletionProtection refuses with `ResourceInUse`; which code AWS uses there is not documented.
 */
export const DeleteAutoScalingGroup: Operation<
  DeleteAutoScalingGroupCommandInput,
  Answer<DeleteAutoScalingGroupCommandOutput>
> = {
  kind: "write",
  accepts: ["AutoScalingGroupName", "ForceDelete"],
  handle: ({ AutoScalingGroupName, ForceDelete: force = false }, { world }) => {
    const group = groupNamed(world.state, AutoScalingGroupName);
    refuseProtected(group, force);
    if (!force) refuseInUse(group);
    group.deleting = true;
    group.minSize = 0;
    group.maxSize = 0;
    group.desiredCapacity = 0;
    for (const arn of group.targetGroupArns) {
      for (const instance of group.instances.values()) deregisterFrom(world, instance, arn);
    }
    deletePolicyAlarms(world, group);
    wake(world, group);
    return {};
  },
};

function refuseInUse(group: GroupRecord): void {
  const instances = [...group.instances.values()];
  if (instances.some((each) => !isTerminating(each))) {
    throw new ServiceFault(
      "ResourceInUse",
      "You cannot delete an AutoScalingGroup while there are instances or pending Spot instance request(s) still in the group.",
    );
  }
  if (instances.length > 0 || group.activities.some(({ endedAt }) => endedAt === null)) {
    throw new ServiceFault(
      "ScalingActivityInProgress",
      "You cannot delete an AutoScalingGroup while there are scaling activities in progress for that group.",
    );
  }
}

function refuseProtected({ name, verbatim }: GroupRecord, force: boolean): void {
  const protection = verbatim["DeletionProtection"];
  if (protection === "prevent-all-deletion" || (protection === "prevent-force-deletion" && force)) {
    throw new ServiceFault(
      "ResourceInUse",
      `Deletion protection (${protection}) keeps ${name} from being deleted.`,
    );
  }
}
