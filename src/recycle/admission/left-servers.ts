import type { Group } from "../../aws/auto-scaling/auto-scaling.ts";
import { describeInstancesById } from "../../aws/ec2/instances.ts";
import { KEEP_TAG } from "../../domain/recycle/keep-tag.ts";
import { leaveReason } from "../../domain/recycle/leave-reason.ts";
import type { LeftOut } from "../../domain/recycle/left-out.ts";
import type { StepContext } from "../../step/step.ts";

/** Which of these servers are left alone, and why: by the group and, in one read of EC2, by their tags. */
export async function leftServers(
  ids: readonly string[],
  group: Group,
  { aws, clock }: Pick<StepContext<"ec2">, "aws" | "clock">,
): Promise<readonly LeftOut[]> {
  const members = new Map(group.instances.map((each) => [each.id, each]));
  const described = await describeInstancesById(aws.ec2, ids);
  const keeps = new Map(
    described.map(({ InstanceId = "", Tags = [] }) => [
      InstanceId,
      Tags.find(({ Key }) => Key === KEEP_TAG)?.Value,
    ]),
  );
  return ids.flatMap((server) => {
    const left = leaveReason({ member: members.get(server), keep: keeps.get(server) }, clock.now());
    return left === null ? [] : [{ server, ...left }];
  });
}
