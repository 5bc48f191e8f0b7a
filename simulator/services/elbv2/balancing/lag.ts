import type { World } from "../../../world/world.ts";
import { isNetwork } from "../routing.ts";
import type { TargetGroupRecord, TargetRecord } from "../state.ts";

/**
 * How long the nodes of a Network Load Balancer go on sending new flows to a target that was healthy, in seconds: to one that was
 * deregistered for about two minutes, whatever its deregistration delay, and to one that fell for 30 to 40 seconds (aws-facts
 * 8.7 and 10; measured by users in aws-load-balancer-controller#2366 and containers-roadmap#470).
 */
const LAG_SECONDS = { deregistered: 120, ill: 35 };

/** Lets new flows go on to a target of a Network Load Balancer that leaves the rotation. Call it while it is healthy still. */
export function lag(
  world: World,
  group: TargetGroupRecord,
  target: TargetRecord,
  why: keyof typeof LAG_SECONDS,
): void {
  if (!isNetwork(group) || target.state !== "healthy") return;
  const { id, port, key } = target;
  const until = world.now() + LAG_SECONDS[why] * 1000;
  group.lagging.set(key, { id, port, until });
  const { arn } = group;
  world.after(LAG_SECONDS[why], () => forget(world, { arn, key, until }));
}

function forget(
  world: World,
  { arn, key, until }: { readonly arn: string; readonly key: string; readonly until: number },
): void {
  const group = world.state.targetGroups.get(arn);
  if (group?.lagging.get(key)?.until !== until) return;
  group.lagging.delete(key);
  world.happened("elasticloadbalancing", "flows-ended", `${arn}/${key}`);
}
