import type { Group } from "../../aws/auto-scaling/auto-scaling.ts";
import { describeInstancesById } from "../../aws/ec2/instances.ts";
import type { LeftOut } from "../../domain/recycle/left-out.ts";
import { type Bought, mixOf, SPOT_INSTEAD, withoutShortage } from "../../domain/recycle/on-demand.ts";
import type { StepContext } from "../../step/step.ts";

/** How the servers of a group were bought that buys On-Demand beside Spot, in one read of EC2; null, without a call: it buys all one way. */
export async function boughtBy(
  { raw, instances, desired }: Group,
  { aws }: Pick<StepContext<"ec2">, "aws">,
): Promise<Bought | null> {
  const mix = mixOf(raw.MixedInstancesPolicy);
  if (mix === null) return null;
  const members = instances.filter(({ lifecycleState }) => /^(InService|Pending)/.test(lifecycleState));
  const described = await describeInstancesById(
    aws.ec2,
    members.map(({ id }) => id),
  );
  const onDemand = described.filter(({ InstanceLifecycle }) => InstanceLifecycle === undefined);
  return { mix, desired, onDemand: new Set(onDemand.map(({ InstanceId = "" }) => InstanceId)) };
}

/** What changes a group's policy is a person's: it is looked at again after so long. */
const AGAIN_MS = 3_600_000;

/** Servers among these for each of which a Spot server would come, so that the group is short of On-Demand ones. */
export const spotInstead = (
  ids: readonly string[],
  bought: Bought | null,
  now: number,
): readonly LeftOut[] =>
  bought === null
    ? []
    : ids
        .filter((id) => withoutShortage([{ id }], bought).length === 0)
        .map((server) => ({ server, reason: SPOT_INSTEAD, until: now + AGAIN_MS }));
