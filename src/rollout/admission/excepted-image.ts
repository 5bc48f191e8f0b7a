import { readTemplate } from "../../aws/ec2/ec2.ts";
import { undefinedIfNotFound } from "../../aws/undefined-if-not-found.ts";
import type { Fleet } from "../../domain/declaration/fleet.ts";
import { exceptedReason } from "../../domain/rollout-decisions/excepted-reason.ts";
import { readExcept } from "../../ledger/except.ts";
import { liveTarget } from "../../ledger/generations.ts";
import type { StepContext } from "../../step/step.ts";

/**
 * Says who refused the image for this fleet, from the template version that a rollout would launch from now; null when
 * nobody did. The template is read only for an image that is on the fleet's list.
 */
export async function exceptedImageReason(
  { fleet, template }: Pick<Fleet, "fleet" | "template">,
  image: string,
  { ledger, aws }: Pick<StepContext<"ec2">, "ledger" | "aws">,
): Promise<string | null> {
  const except = (await readExcept(ledger, fleet)).filter((each) => each.image === image);
  if (except.length === 0) return null;
  const found = await undefinedIfNotFound(readTemplate(aws.ec2, template));
  if (found === undefined) return null;
  const target = { image, templateVersion: found.defaultVersion };
  return exceptedReason({ fleet, target, live: await liveTarget(ledger, fleet), except });
}
