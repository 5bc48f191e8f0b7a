import type { Group } from "../../aws/auto-scaling/auto-scaling.ts";
import { groupLimit } from "../../aws/auto-scaling/group-limit.ts";
import { describeSubnets } from "../../aws/ec2/ec2.ts";
import { readActions, targetHealth } from "../../aws/elbv2/elbv2.ts";
import { targetLimits } from "../../aws/elbv2/target-limits.ts";
import type { Forwarding } from "../../aws/elbv2/forwarding.ts";
import { undefinedIfNotFound } from "../../aws/undefined-if-not-found.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import { type Generation, targetGroupsOf } from "../../domain/generation.ts";
import { stepTooFine } from "../../domain/rollout-decisions/step-too-fine.ts";
import { strategyOf } from "../../domain/strategy-kinds.ts";
import { balancerOf } from "../../domain/traffic-pairs/pair-settings.ts";
import { pairsOf } from "../../domain/traffic-pairs/pairs-of.ts";
import type { Traffic } from "../../domain/traffic-settings.ts";
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
  const { traffic } = fleet;
  if (traffic.strategy === "none") return null;
  const limits = await targetLimits(
    aws.elbv2,
    traffic.strategy === "nlb-weighted" ? "network" : "application",
  );
  // A server is a target once in each pair that is behind the load balancer.
  const both = (size + (blue?.desired ?? 0)) * mostBehindOne(traffic);
  if (both > limits.perLoadBalancer)
    return `blue and green are ${both} targets, the load balancer takes ${limits.perLoadBalancer}`;
  if (size > limits.perTargetGroup)
    return `green is ${size} targets, a target group takes ${limits.perTargetGroup}`;
  const targetGroups = strategyOf(traffic).launchTargetGroups(live ? targetGroupsOf(live) : []);
  // A group that is gone is told of with what else is wrong with the pair.
  const health = await Promise.all(
    targetGroups.map(async (arn) => (await undefinedIfNotFound(targetHealth(aws.elbv2, arn))) ?? []),
  );
  const left = health.findIndex((targets) => targets.length > 0);
  return left < 0
    ? null
    : `green's target group ${targetGroups[left]} still has ${health[left]?.length} targets (${health[left]?.[0]?.id}): deregister them, or wait until they have drained`;
}

/** How many pairs are behind the load balancer that has most. */
function mostBehindOne(traffic: Traffic): number {
  const balancers = pairsOf(traffic).map(({ rules: [{ arn }] }) => balancerOf(arn));
  return Math.max(1, ...balancers.map((one) => balancers.filter((other) => other === one).length));
}

/** Whether the rules' weights can hold the declared steps; only beside other target groups can they be too small. */
async function roomInRule(
  { fleet, live, forwardings }: Wanted,
  { aws }: StepContext<HeadroomServices>,
): Promise<string | null> {
  const strategy = strategyOf(fleet.traffic);
  if (strategy.source.kind !== "actions" || live === null) return null;
  const read = await Promise.all(
    strategy.source.arns.map(async (arn) => ({
      arn,
      actions:
        forwardings.find((each) => each.arn === arn)?.actions ??
        (await undefinedIfNotFound(readActions(aws.elbv2, arn))),
    })),
  );
  const gone = read.filter(({ actions }) => actions === undefined).map(({ arn }) => arn);
  if (gone.length > 0)
    return `${gone.join(", ")} does not exist (any more): make it again, or declare the one that serves and adopt ${live.group} anew with it`;
  const rules = read.map(({ arn, actions = [] }) => ({ arn, actions }));
  const ofBlue = targetGroupsOf(live);
  const blue = { group: live.group, targetGroups: ofBlue };
  const green = { group: "", targetGroups: strategy.launchTargetGroups(ofBlue) };
  const wrong = stepTooFine(strategy, rules, { blue, green });
  if (wrong === undefined) return null;
  const actions = rules.find(({ arn }) => arn === wrong.arn)?.actions ?? [];
  const weight = (forwardWeights(actions) ?? []).find(({ arn }) => ofBlue.includes(arn))?.weight ?? 0;
  return `beside other target groups blue's weight of ${weight} in ${wrong.arn} cannot hold the step of ${wrong.step}%: multiply all weights there, say by 100`;
}
