import type { Group } from "../../aws/auto-scaling/auto-scaling.ts";
import { groupLimit } from "../../aws/auto-scaling/group-limit.ts";
import { describeSubnets } from "../../aws/ec2/ec2.ts";
import { readActions, targetHealth } from "../../aws/elbv2/elbv2.ts";
import { targetLimits } from "../../aws/elbv2/target-limits.ts";
import type { Forwarding } from "../../aws/elbv2/forwarding.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import type { Generation } from "../../domain/generation.ts";
import { stepTooFine } from "../../domain/rollout-decisions/step-too-fine.ts";
import { strategyOf } from "../../domain/strategy-kinds.ts";
import { forwardWeights } from "../../domain/traffic-strategies/weights.ts";
import type { StepContext } from "../../step/step.ts";

export type HeadroomServices = "ec2" | "autoScaling" | "elbv2";

interface Wanted {
  readonly fleet: Fleet;
  readonly blue: Group | undefined;
  readonly live: Generation | null;
  /** Servers that green needs beside blue's. */
  readonly size: number;
  /** What the load balancer forwards, as it was just read. */
  readonly forwardings: readonly Forwarding[];
}

/** Why blue and green do not fit beside each other, with the numbers; null: there is room. Nothing is made to find out. */
export async function headroomReason(
  wanted: Wanted,
  context: StepContext<HeadroomServices>,
): Promise<string | null> {
  const answers = await Promise.all([
    freeAddresses(wanted, context),
    freeGroups(context),
    freeTargets(wanted, context),
    roomInRule(wanted, context),
  ]);
  const lacks = answers.filter((lack) => lack !== null);
  return lacks.length === 0 ? null : `there is no room for green beside blue: ${lacks.join("; ")}`;
}

async function freeAddresses(
  { fleet, blue, size }: Wanted,
  { aws }: StepContext<HeadroomServices>,
): Promise<string | null> {
  const ids =
    fleet.network?.subnets ?? blue?.raw.VPCZoneIdentifier?.split(",").filter((id) => id !== "") ?? [];
  if (ids.length === 0) return "the fleet names no subnets (network.subnets) and blue has none";
  const subnets = await describeSubnets(aws.ec2, ids);
  const missing = ids.filter((id) => !subnets.has(id));
  if (missing.length > 0) return `subnets ${missing.join(", ")} do not exist`;
  const free = [...subnets.values()].reduce((sum, { freeAddresses: each }) => sum + each, 0);
  return free >= size ? null : `${size} servers need as many addresses, ${ids.join(", ")} have ${free} free`;
}

async function freeGroups({ aws }: StepContext<HeadroomServices>): Promise<string | null> {
  const { used, max } = await groupLimit(aws.autoScaling);
  return used < max ? null : `the account has ${used} of ${max} Auto Scaling groups`;
}

async function freeTargets(
  { fleet, live, blue, size }: Wanted,
  { aws }: StepContext<HeadroomServices>,
): Promise<string | null> {
  if (fleet.traffic.strategy === "none") return null;
  const limits = await targetLimits(
    aws.elbv2,
    fleet.traffic.strategy === "nlb-weighted" ? "network" : "application",
  );
  const both = size + (blue?.desired ?? 0);
  if (both > limits.perLoadBalancer)
    return `blue and green are ${both} targets, the load balancer takes ${limits.perLoadBalancer}`;
  if (size > limits.perTargetGroup)
    return `green is ${size} targets, a target group takes ${limits.perTargetGroup}`;
  const targetGroup = strategyOf(fleet.traffic).launchTargetGroup(live?.targetGroup ?? null);
  const left = targetGroup === null ? [] : await targetHealth(aws.elbv2, targetGroup);
  return left.length === 0
    ? null
    : `green's target group ${targetGroup} still has ${left.length} targets (${left[0]?.id})`;
}

/** Whether the rule's weights can hold the declared steps; only beside other target groups can they be too small. */
async function roomInRule(
  { fleet, live, forwardings }: Wanted,
  { aws }: StepContext<HeadroomServices>,
): Promise<string | null> {
  const strategy = strategyOf(fleet.traffic);
  if (strategy.source.kind !== "actions" || live === null) return null;
  const { arn: declared } = strategy.source;
  const read = forwardings.find(({ arn }) => arn === declared);
  const actions = read?.actions ?? (await readActions(aws.elbv2, declared));
  const blue = { group: live.group, targetGroup: live.targetGroup };
  const green = { group: "", targetGroup: strategy.launchTargetGroup(live.targetGroup) };
  const step = stepTooFine(strategy, actions, { blue, green });
  if (step === undefined) return null;
  const weight = (forwardWeights(actions) ?? []).find(({ arn }) => arn === live.targetGroup)?.weight ?? 0;
  return `beside other target groups blue's weight of ${weight} in ${strategy.source.arn} cannot hold the step of ${step}%: multiply all weights there, say by 100`;
}
