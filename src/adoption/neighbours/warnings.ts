import { describeGroups, type Group } from "../../aws/auto-scaling/auto-scaling.ts";
import { readTemplate } from "../../aws/ec2/ec2.ts";
import { undefinedIfNotFound } from "../../aws/undefined-if-not-found.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import { groupMakers, selfReplacing, templateMakers } from "../../domain/group/group-makers.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import type { StepContext } from "../../step/step.ts";
import type { Warning } from "../fault.ts";
import { otherDeclarations } from "./other-fleets.ts";

type Context = Pick<StepContext<"autoScaling" | "ec2">, "aws" | "ledger">;

/** Who is beside a fleet's group and its template, that moult can live beside. Reads only: one call for each. */
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
  { aws, ledger }: Pick<StepContext<"ec2">, "aws" | "ledger">,
): Promise<Warning[]> {
  const template = await undefinedIfNotFound(readTemplate(aws.ec2, fleet.template));
  return [
    ...(group === undefined ? [] : [...groupMakers(group), ...selfReplacing(group.raw)]),
    ...(template === undefined ? [] : templateMakers({ name: template.id, tags: template.tags })),
    ...(await sharedTemplate(fleet, ledger)),
  ];
}

/** Each pins versions of its own, and no fleet deletes another's; but the default version is everybody's. */
async function sharedTemplate({ fleet, template }: Fleet, ledger: Ledger): Promise<Warning[]> {
  const others = await otherDeclarations(fleet, ledger);
  const names = others.flatMap((other) => (other.template === template ? [other.fleet] : []));
  if (names.length === 0) return [];
  const whose = `fleet${names.length === 1 ? "" : "s"} ${names.sort().join(", ")}`;
  const why = `${template} is the template of ${whose}, too: a new default version of it is rolled out to all of them`;
  return [{ place: "template", why }];
}
