import { taggedWith } from "../../aws/ec2/ec2-tags.ts";
import { isTaggedWith } from "../../aws/elbv2/listener-tags.ts";
import { undefinedIfNotFound } from "../../aws/undefined-if-not-found.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import { rulesOf } from "../../domain/traffic-pairs/pairs-of.ts";
import type { StepContext } from "../../step/step.ts";

/** A tag that a person put, and the command of AWS's own command line that takes it off. */
export interface TagLeft {
  readonly place: string;
  readonly command: string;
}

const KEY = "moult:fleet";

/** Where else a fleet's tag is: on its template, its rules and listeners. People put it there, and it lets moult's roles change them. */
export async function tagsLeft(
  fleet: Fleet,
  { aws }: Pick<StepContext<"ec2" | "elbv2">, "aws">,
): Promise<readonly TagLeft[]> {
  const { template, traffic } = fleet;
  const [tagged, rules] = await Promise.all([
    taggedWith(aws.ec2, KEY, [template]),
    Promise.all(
      rulesOf(traffic).map(async (arn) =>
        (await undefinedIfNotFound(isTaggedWith(aws.elbv2, KEY, arn))) === true ? [arn] : [],
      ),
    ),
  ]);
  return [
    ...[...tagged].map((id) => ({
      place: `template ${id}`,
      command: `aws ec2 delete-tags --resources ${id} --tags Key=${KEY}`,
    })),
    ...rules.flat().map((arn) => ({
      place: `${arn.includes(":listener-rule/") ? "rule" : "listener"} ${arn}`,
      command: `aws elbv2 remove-tags --resource-arns ${arn} --tag-keys ${KEY}`,
    })),
  ];
}
