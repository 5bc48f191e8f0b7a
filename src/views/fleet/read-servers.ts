import { describeGroups } from "../../aws/auto-scaling/auto-scaling.ts";
import { targetHealth } from "../../aws/elbv2/elbv2.ts";
import { type Generation, targetGroupsOf } from "../../domain/generation.ts";
import type { RolloutRecord } from "../../domain/run/rollout.ts";
import type { StepContext } from "../../step/step.ts";
import { type FleetInstances, fleetServers } from "./fleet-servers.ts";
import type { ViewServer } from "./server-states.ts";

/**
 * The servers of a fleet as AWS has them now: one call for all groups, and one a target group. A target group that cannot be asked leaves
 * its servers unreadable. Throws what the call for the groups throws.
 */
export async function readServers(
  plane: { adoption(): Promise<Pick<StepContext<"autoScaling" | "elbv2">, "aws">> },
  fleet: {
    readonly generations: readonly Generation[];
    readonly rollout: RolloutRecord | undefined;
    readonly now: number;
  },
): Promise<ViewServer[]> {
  const { generations } = fleet;
  if (generations.length === 0) return [];
  const { aws } = await plane.adoption();
  const arns = [...new Set(generations.flatMap(targetGroupsOf))];
  const [groups, ...targets] = await Promise.all([
    describeGroups(
      aws.autoScaling,
      generations.map(({ group }) => group),
    ),
    ...arns.map((arn) => targetHealth(aws.elbv2, arn).catch(() => null)),
  ]);
  const found: FleetInstances = {
    groups,
    targets: new Map(
      arns.map((arn, index) => {
        const of = targets[index];
        return [arn, of == null ? null : new Map(of.map(({ id, state }) => [id, state]))];
      }),
    ),
  };
  return fleetServers(fleet, found);
}
