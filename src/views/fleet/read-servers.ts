import { describeGroups } from "../../aws/auto-scaling/auto-scaling.ts";
import { targetHealth } from "../../aws/elbv2/elbv2.ts";
import { type Generation, targetGroupsOf } from "../../domain/generation.ts";
import type { StepContext } from "../../step/step.ts";
import { type FleetInstances, fleetServers } from "./fleet-servers.ts";
import type { ViewServer } from "./server-states.ts";

/**
 * The servers of these generations as AWS has them now: one call for all groups, and one a target group. Throws what
 * the calls throw.
 */
export async function readServers(
  plane: { adoption(): Promise<Pick<StepContext<"autoScaling" | "elbv2">, "aws">> },
  { generations }: { readonly generations: readonly Generation[] },
): Promise<ViewServer[]> {
  if (generations.length === 0) return [];
  const { aws } = await plane.adoption();
  const arns = [...new Set(generations.flatMap(targetGroupsOf))];
  const [groups, ...targets] = await Promise.all([
    describeGroups(
      aws.autoScaling,
      generations.map(({ group }) => group),
    ),
    ...arns.map((arn) => targetHealth(aws.elbv2, arn)),
  ]);
  const found: FleetInstances = {
    groups,
    targets: new Map(
      arns.map((arn, index) => [arn, new Map(targets[index]?.map(({ id, state }) => [id, state]))]),
    ),
  };
  return fleetServers(generations, found);
}
