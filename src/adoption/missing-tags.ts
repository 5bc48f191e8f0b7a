import { describeGroups, type Group } from "../aws/auto-scaling/auto-scaling.ts";
import { taggedWith } from "../aws/ec2/ec2-tags.ts";
import { isTaggedWith } from "../aws/elbv2/listener-tags.ts";
import type { Fleet } from "../domain/declaration/fleet.ts";
import { rulesOf } from "../domain/traffic-pairs/pairs-of.ts";
import type { StepContext } from "../step/step.ts";

/** Something that the deployed functions may not change, since it does not carry moult's tag. */
export interface MissingTag {
  readonly place: string;
  readonly why: string;
  /** A command of AWS's own command line that puts the tag on it. */
  readonly command: string;
}

type Context = Pick<StepContext<"autoScaling" | "ec2" | "elbv2">, "aws">;

/** The deployed roles ask for the key alone (functions/iam.yml); its value is for people and for adoption. */
const KEY = "moult:fleet";

/**
 * What of a fleet does not carry the tag by which the deployed functions' roles are narrowed (docs/security.md): its
 * template, its group, the group's servers, its listeners or rules. Reads only.
 */
export async function missingTags(
  fleet: Fleet,
  groupName: string,
  { aws }: Context,
): Promise<readonly MissingTag[]> {
  const group = (await describeGroups(aws.autoScaling, [groupName])).get(groupName);
  const servers = group?.instances.map(({ id }) => id) ?? [];
  const [tagged, listener] = await Promise.all([
    taggedWith(aws.ec2, KEY, [fleet.template, ...servers]),
    untaggedListeners(fleet, aws.elbv2),
  ]);
  const untagged = servers.filter((id) => !tagged.has(id));
  return [
    ...(tagged.has(fleet.template) ? [] : [templateLacks(fleet)]),
    ...(group === undefined ? [] : groupLacks(fleet, group)),
    ...(untagged.length === 0 ? [] : [serversLack(fleet, untagged)]),
    ...listener,
  ];
}

const ec2Command = (ids: readonly string[], { fleet }: Fleet): string =>
  `aws ec2 create-tags --resources ${ids.join(" ")} --tags Key=${KEY},Value=${fleet}`;

const templateLacks = (fleet: Fleet): MissingTag => ({
  place: `template ${fleet.template}`,
  why: "no version of it can be made, so no green can be launched",
  command: ec2Command([fleet.template], fleet),
});

const serversLack = (fleet: Fleet, ids: readonly string[]): MissingTag => ({
  place: ids.length === 1 ? `server ${ids.join()}` : `servers ${ids.join(", ")}`,
  why: "no handoff can be sent to them, so blue cannot go; the group's tag reaches only later servers",
  command: ec2Command(ids, fleet),
});

function groupLacks({ fleet }: Fleet, { name, raw }: Group): MissingTag[] {
  const tag = raw.Tags?.find(({ Key }) => Key === KEY);
  if (tag?.PropagateAtLaunch === true) return [];
  return [
    {
      place: `group ${name}`,
      why:
        tag === undefined
          ? "blue can be neither held nor taken down"
          : "it has the tag and does not give it to the servers that it launches",
      command: `aws autoscaling create-or-update-tags --tags ResourceId=${name},ResourceType=auto-scaling-group,Key=${KEY},Value=${fleet},PropagateAtLaunch=true`,
    },
  ];
}

async function untaggedListeners(
  { fleet, traffic }: Fleet,
  elbv2: Context["aws"]["elbv2"],
): Promise<MissingTag[]> {
  const missing = await Promise.all(rulesOf(traffic).map((arn) => untaggedListener(arn, fleet, elbv2)));
  return missing.flat();
}

async function untaggedListener(
  arn: string,
  fleet: string,
  elbv2: Context["aws"]["elbv2"],
): Promise<MissingTag[]> {
  if (await isTaggedWith(elbv2, KEY, arn)) return [];
  const command = `aws elbv2 add-tags --resource-arns ${arn} --tags Key=${KEY},Value=${fleet}`;
  const place = `${arn.includes(":listener-rule/") ? "rule" : "listener"} ${arn}`;
  return [{ place, why: "no traffic can be moved", command }];
}
