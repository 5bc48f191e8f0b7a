import type { Group } from "../../aws/auto-scaling/auto-scaling.ts";
import { describeInstancesById } from "../../aws/ec2/ec2.ts";
import { targetHealth } from "../../aws/elbv2/elbv2.ts";
import { undefinedIfNotFound } from "../../aws/undefined-if-not-found.ts";
import { pairsOf, placeOf } from "../../domain/traffic-pairs/pairs-of.ts";
import type { Traffic } from "../../domain/traffic-settings.ts";
import type { StepContext } from "../../step/step.ts";
import type { Fault } from "../../domain/neighbours/fault.ts";

/**
 * Targets of the pair that are none of these groups' servers: they have traffic of the fleet's, and nobody judges, moves or
 * hands them off. Those that drain are on their way out.
 */
export async function foreignServers(
  traffic: Traffic,
  groups: readonly Group[],
  { aws }: Pick<StepContext<"ec2" | "elbv2">, "aws">,
): Promise<Fault[]> {
  const targetGroups = pairsOf(traffic).flatMap((pair) => pair.targetGroups);
  const own = new Set(groups.flatMap(({ instances }) => instances.map(({ id }) => id)));
  const names = groups.map(({ name }) => name).join(" or ");
  // Somebody may have deleted the group: then nobody there is the fleet's.
  const whose = names === "" ? "the fleet has no group that they could be of" : `not in the group ${names}`;
  const found = await Promise.all(
    targetGroups.map(async (named) => {
      const { arn } = named;
      const targets = (await undefinedIfNotFound(targetHealth(aws.elbv2, arn))) ?? [];
      const foreign = targets.filter(({ id, state }) => state !== "draining" && !own.has(id));
      const ids = await strangersTo(groups, [...new Set(foreign.map(({ id }) => id))].sort(), aws.ec2);
      if (ids.length === 0) return [];
      const why = `${ids.join(", ")} ${ids.length === 1 ? "is" : "are"} in ${arn} and ${whose}: deregister them, or give them a target group of their own`;
      return [{ place: placeOf(named), why }];
    }),
  );
  return found.flat();
}

/** The groups name a server: also one that joined or left since they were read, as the tag that AWS puts at its launch says. */
const GROUP_TAG = "aws:autoscaling:groupName";
const THERE = new Set(["pending", "running"]);

/** Those of these servers that run and are in none of the groups. One call, and only where some are not known. */
async function strangersTo(
  groups: readonly Group[],
  ids: readonly string[],
  ec2: StepContext<"ec2">["aws"]["ec2"],
): Promise<string[]> {
  const names = new Set(groups.map(({ name }) => name));
  const servers = await describeInstancesById(ec2, ids);
  return servers
    .filter(
      ({ State, Tags = [] }) =>
        THERE.has(State?.Name ?? "") &&
        !Tags.some(({ Key, Value = "" }) => Key === GROUP_TAG && names.has(Value)),
    )
    .map(({ InstanceId = "" }) => InstanceId)
    .sort();
}
