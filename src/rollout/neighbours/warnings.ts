import { describeGroups, type Group } from "../../aws/auto-scaling/auto-scaling.ts";
import { readTemplate } from "../../aws/ec2/ec2.ts";
import { undefinedIfNotFound } from "../../aws/undefined-if-not-found.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import type { Warning } from "../../domain/neighbours/fault.ts";
import { groupMakers, selfReplacing, templateMakers } from "../../domain/group/group-makers.ts";
import type { StepContext } from "../../step/step.ts";
import { idleNamed } from "./idle-named.ts";
import { networkWarnings } from "./network-warnings.ts";
import { otherDeclarations, templateShared } from "./other-fleets.ts";

type Context = Pick<StepContext<"autoScaling" | "ec2" | "elbv2">, "aws" | "ledger">;

/**
 * What is beside a fleet's group, its template and its traffic that moult can live beside. Reads only: one call for the group, one for
 * the template, and those of `networkWarnings` and `idleNamed`.
 */
export async function neighbourWarnings(
  fleet: Fleet,
  groupName: string | null,
  context: Context,
): Promise<Warning[]> {
  const { autoScaling } = context.aws;
  const groups = groupName === null ? undefined : await describeGroups(autoScaling, [groupName]);
  return warningsBeside(fleet, groups?.get(groupName ?? ""), context);
}

/** The same of a group that was read. */
export async function warningsBeside(
  fleet: Fleet,
  group: Group | undefined,
  { aws, ledger }: Pick<StepContext<"ec2" | "elbv2">, "aws" | "ledger">,
): Promise<Warning[]> {
  const servers = group?.desired ?? fleet.capacity.initial?.desired ?? 0;
  return [
    ...(await besideFleet(fleet, group, await otherDeclarations(fleet.fleet, ledger), { aws })),
    ...(await networkWarnings(fleet.traffic, servers, { aws })),
    ...(await idleNamed(fleet.traffic, { aws })),
  ];
}

/** What of this is said of the group and the template, where other declarations were read, too. One call: the template's tags. */
export async function besideFleet(
  fleet: Fleet,
  group: Group | undefined,
  others: readonly Fleet[],
  { aws }: Pick<StepContext<"ec2">, "aws">,
): Promise<Warning[]> {
  const template = await undefinedIfNotFound(readTemplate(aws.ec2, fleet.template));
  return [
    ...(group === undefined ? [] : [...groupMakers(group), ...selfReplacing(group.raw)]),
    ...(template === undefined ? [] : templateMakers({ name: template.id, tags: template.tags })),
    ...templateShared(fleet, others),
  ];
}
