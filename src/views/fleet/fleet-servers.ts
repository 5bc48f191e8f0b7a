import { describeGroups, type GroupInstance } from "../../aws/auto-scaling/auto-scaling.ts";
import { targetHealth } from "../../aws/elbv2/elbv2.ts";
import type { Generation } from "../../domain/generation.ts";
import type { StepContext } from "../../step/step.ts";
import type { ServerState, ViewServer } from "./server-states.ts";

/**
 * The servers of these generations as AWS has them now: one call for all groups, and one a target group. Throws what
 * the calls throw.
 */
export async function fleetServers(
  plane: { adoption(): Promise<Pick<StepContext<"autoScaling" | "elbv2">, "aws">> },
  { generations }: { readonly generations: readonly Generation[] },
): Promise<ViewServer[]> {
  if (generations.length === 0) return [];
  const { aws } = await plane.adoption();
  const arns = [...new Set(generations.flatMap(({ targetGroup }) => targetGroup ?? []))];
  const [groups, ...targets] = await Promise.all([
    describeGroups(
      aws.autoScaling,
      generations.map(({ group }) => group),
    ),
    ...arns.map((arn) => targetHealth(aws.elbv2, arn)),
  ]);
  const health = new Map(
    arns.map((arn, index) => [arn, new Map(targets[index]?.map(({ id, state }) => [id, state]))]),
  );
  return generations.flatMap(({ number, group, targetGroup }) =>
    (groups.get(group)?.instances ?? []).map((instance) => ({
      id: instance.id,
      zone: instance.zone,
      generation: number,
      state: stateOf(
        instance,
        targetGroup === null ? undefined : (health.get(targetGroup)?.get(instance.id) ?? "unused"),
      ),
      ageSeconds: null,
    })),
  );
}

/**
 * One word from the two that AWS says: the group's lifecycle state (aws-facts 1.2) and the load balancer's target state
 * (aws-facts 1.4), undefined where there is no target group.
 */
export function stateOf(
  instance: Pick<GroupInstance, "lifecycleState" | "healthy">,
  target: string | undefined,
): ServerState {
  const { lifecycleState, healthy } = instance;
  if (lifecycleState === "Terminated" || lifecycleState === "Detached") return "gone";
  if (lifecycleState.startsWith("Terminating")) return target === "draining" ? "draining" : "terminating";
  if (lifecycleState === "Pending") return "pending";
  if (lifecycleState.startsWith("Pending")) return "booting";
  if (target === "draining") return "draining";
  if (!healthy || target === "unhealthy") return "unhealthy";
  return target === undefined || target === "healthy" || target === "unused" ? "healthy" : "booting";
}
